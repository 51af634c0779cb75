package vault_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/vault"
)

func TestVault(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d := vault.Dir(filepath.Join(root, "files"))
	name, sum, err := d.Keep([]byte("abc"))
	if err != nil || sum != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Fatalf("kept as %q, sum %s, %v", name, sum, err)
	}
	f, err := d.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	f.Close()
	if err != nil || string(text) != "abc" {
		t.Errorf("read %q, %v", text, err)
	}
	if info, err := os.Stat(filepath.Join(root, "files", name[:2], name)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("on disk: %v, %v", info, err)
	}
	for _, other := range []string{"", "../../etc/passwd", "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := d.Open(other); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("open %q: %v", other, err)
		}
	}
	if err := errors.Join(d.Drop(name), d.Drop(name)); err != nil {
		t.Errorf("drop twice: %v", err)
	}
}
