package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"simbiyoz/geo/account"
)

// sealFile holds, below SIMBIYOZ_DATA, the key that closes the secrets of second
// factors: who has the database alone has none of them.
const sealFile = "second.key"

// openSeal returns the seal of the key in dir, which it makes when there is none.
func openSeal(dir string) (*account.Seal, error) {
	path := filepath.Join(dir, sealFile)
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = newSealKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("key of second factors: %w", err)
	}
	seal, err := account.NewSeal(key)
	if err != nil {
		return nil, fmt.Errorf("key of second factors, %s: %w", path, err)
	}
	return seal, nil
}

// newSealKey writes a new key to path and returns it; the one that another
// process wrote first counts.
func newSealKey(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	key := make([]byte, account.SealKeySize)
	rand.Read(key) // never fails
	f, err := os.CreateTemp(filepath.Dir(path), sealFile+".*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(key)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}
