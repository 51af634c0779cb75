package road

import (
	"os"
	"syscall"
	"time"
)

// state is what changes with whatever is written to a file: the time of its
// last change cannot be set by hand.
type state struct {
	device, inode    uint64
	size             int64
	written, changed syscall.Timespec
}

// stateOf returns the state of a file, and since when it has it.
func stateOf(info os.FileInfo) (state, time.Time, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return state{}, time.Time{}, false
	}
	return state{uint64(s.Dev), s.Ino, s.Size, s.Mtim, s.Ctim}, time.Unix(s.Ctim.Unix()), true
}
