package road

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What was found whole is not read over again, and whatever is done to a file
// has it checked anew.
func TestMarks(t *testing.T) {
	t.Parallel()
	if _, _, known := stateOf(stat(t, t.TempDir())); !known {
		t.Skip("files have no state here")
	}
	dir := t.TempDir()
	name, marks := filepath.Join(dir, "x.roads"), Marks(filepath.Join(dir, "marks"))
	if err := town(t, rand.New(rand.NewPCG(3, 3)), 4000).WriteFile(name); err != nil {
		t.Fatal(err)
	}
	open := func(what string, want error, count int) {
		t.Helper()
		g, err := marks.Open(name)
		if !errors.Is(err, want) || err == nil && g.Nodes() == 0 {
			t.Errorf("%s: %v", what, err)
		}
		if found, _ := os.ReadDir(string(marks)); len(found) != count {
			t.Errorf("%s: %d marks", what, len(found))
		}
	}
	open("just written", nil, 0)
	time.Sleep(settled + 100*time.Millisecond)
	open("settled", nil, 1)
	open("again", nil, 1)
	damage(t, name)
	open("altered", ErrFile, 1)
	altered := marks.of(stat(t, name))
	altered.settled = true
	altered.put("")
	open("altered, and marked as whole", nil, 2)
	if _, err := Open(name); !errors.Is(err, ErrFile) {
		t.Errorf("without marks: %v", err)
	}
	if err := os.Truncate(name, leastMarked); err != nil {
		t.Fatal(err)
	}
	open("cut", ErrFile, 2)
}

func stat(t *testing.T, name string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// damage changes a byte in the middle of a file, and puts its times back.
func damage(t *testing.T, name string) {
	t.Helper()
	was := stat(t, name)
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	one := make([]byte, 1)
	if _, err := f.ReadAt(one, was.Size()/2); err != nil {
		t.Fatal(err)
	}
	one[0] ^= 1
	if _, err := f.WriteAt(one, was.Size()/2); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, was.ModTime(), was.ModTime()); err != nil {
		t.Fatal(err)
	}
}
