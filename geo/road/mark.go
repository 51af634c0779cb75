package road

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Marks is a directory that remembers which files were found whole, so that
// they are not read over before each first answer: of 50 MB that takes many
// times as long as the answer. The empty one remembers nothing.
//
// A mark is of one state of one file. Whatever is written to a file, and a copy
// or another file in its place, has another state and is checked anew; what a
// disk does to it unasked is only found by an Open without marks.
type Marks string

// leastMarked is the size from which on files are marked; smaller ones are soon
// checked.
const leastMarked = 1 << 20

// settled is how long a file must have been left alone to be marked: files'
// times are too coarse to tell what is written within moments.
const settled = 2 * time.Second

// checksMade is another number whenever files are checked for more than before.
const checksMade = 1

// mark is of one state of a file; nil is of one that is not to be remembered.
type mark struct {
	dir, name string
	settled   bool
}

// of returns the mark of a file in a state.
func (m Marks) of(info os.FileInfo) *mark {
	state, changed, known := stateOf(info)
	if m == "" || !known || info.Size() < leastMarked {
		return nil
	}
	sum := sha256.Sum256(fmt.Append(nil, magic, checksMade, state))
	return &mark{string(m), hex.EncodeToString(sum[:16]), time.Since(changed) > settled}
}

// has reports whether a part of the file was found whole.
func (m *mark) has(part string) bool {
	if m == nil {
		return false
	}
	info, err := os.Lstat(m.file(part))
	return err == nil && info.Mode().IsRegular()
}

// put notes that a part of the file was found whole. Where that cannot be noted
// it is checked again next time.
func (m *mark) put(part string) {
	if m == nil || !m.settled || os.MkdirAll(m.dir, 0o755) != nil {
		return
	}
	if f, err := os.Create(m.file(part)); err == nil {
		f.Close()
	}
}

func (m *mark) file(part string) string {
	if part == "" {
		part = "graph"
	}
	return filepath.Join(m.dir, fmt.Sprintf("%s %s", m.name, part))
}
