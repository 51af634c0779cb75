package road

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// source is the file that a graph is mapped from; nil is of one that is not.
type source struct {
	file *os.File    // open, for another may take its place under its name
	was  os.FileInfo // when it was opened
}

// guard does something with what is mapped from s. A file in use is replaced,
// never written over (see [Graph.WriteFile]); where somebody did that all the
// same, its pages are gone or are another file's: that is an ErrFile then, not a
// wrong answer and not the end of the process.
func (s *source) guard(do func() error) (err error) {
	if s == nil {
		return do()
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		altered := s.altered()
		if p := recover(); p != nil {
			if _, fault := p.(runtime.Error); !fault || altered == nil {
				panic(p)
			}
		}
		if altered != nil {
			err = altered
		}
	}()
	if err := s.altered(); err != nil {
		return err
	}
	return do()
}

// altered is an ErrFile once the file is no longer what it was. One that another
// has taken the place of stays what it was.
func (s *source) altered() error {
	if s == nil {
		return nil
	}
	now, err := s.file.Stat()
	if err == nil && now.Size() == s.was.Size() && now.ModTime().Equal(s.was.ModTime()) {
		return nil
	}
	return fmt.Errorf("%w: %s was written over while in use", ErrFile, s.file.Name())
}

// relay hands what workers panic with on to whoever waits for them.
type relay struct{ panicked atomic.Pointer[any] }

// run does something in a worker.
func (r *relay) run(do func()) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			r.panicked.CompareAndSwap(nil, &p)
		}
	}()
	do()
}

// raise panics if a worker did.
func (r *relay) raise() {
	if p := r.panicked.Load(); p != nil {
		panic(*p)
	}
}
