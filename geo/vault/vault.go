// Package vault keeps files that people bring in a directory of its own, under
// random names, so that nothing of what they sent becomes part of a path.
package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"simbiyoz/geo"
)

// Dir is the directory that files are kept in.
type Dir string

// Keep writes content under a new random name and returns that name and the
// content's SHA-256 in hexadecimal. The file is on disk when Keep returns.
func (d Dir) Keep(content []byte) (name, sum string, err error) {
	name = rand.Text()
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", "", fmt.Errorf("keep a file: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", "", fmt.Errorf("keep a file: %w", err)
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", "", errors.Join(fmt.Errorf("keep a file: %w", err), os.Remove(path))
	}
	hash := sha256.Sum256(content)
	return name, hex.EncodeToString(hash[:]), nil
}

// random matches the names that Keep gives.
var random = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// Open opens what is kept under name, or says geo.ErrNotFound.
func (d Dir) Open(name string) (io.ReadCloser, error) {
	if !random.MatchString(name) {
		return nil, geo.ErrNotFound
	}
	f, err := os.Open(d.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("kept file %s: %w", name, geo.ErrNotFound)
	}
	return f, err
}

// Drop removes what is kept under name; what is not there is no error.
func (d Dir) Drop(name string) error {
	if err := os.Remove(d.path(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop a file: %w", err)
	}
	return nil
}

// path spreads files over directories, for some file systems grow slow.
func (d Dir) path(name string) string { return filepath.Join(string(d), name[:2], name) }
