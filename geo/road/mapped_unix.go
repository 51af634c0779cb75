//go:build unix

package road

import (
	"os"
	"syscall"
)

// mapFile returns a file's bytes as the system's page cache has them: they cost
// no copy, processes share them, and what is never asked is never read. They
// stay mapped while the process lives, for slices of them are everywhere. The
// file must be replaced, not written over: see [source.guard].
func mapFile(f *os.File, size int64) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
}
