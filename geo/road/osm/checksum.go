package osm

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// checksum names a file that does not say when its data is from.
func checksum(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("osm-%x", h.Sum(nil)[:6]), nil
}
