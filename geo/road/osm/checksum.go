package osm

import (
	"crypto/sha256"
	"fmt"
	"io"
)

// checksum names an extract that does not say when its data is from.
func checksum(from io.ReadSeeker) (string, error) {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := io.Copy(h, from); err != nil {
		return "", err
	}
	return fmt.Sprintf("osm-%x", h.Sum(nil)[:6]), nil
}
