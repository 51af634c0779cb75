//go:build !unix

package road

import (
	"io"
	"os"
)

// mapFile reads a file where it cannot be mapped.
func mapFile(f *os.File, size int64) ([]byte, error) {
	out := make([]byte, size)
	_, err := io.ReadFull(f, out)
	return out, err
}
