package account

import (
	"bytes"
	"strings"
	"testing"
)

func TestSeal(t *testing.T) {
	t.Parallel()
	const secret = "JBSWY3DPEHPK3PXP"
	seal := func(fill byte) *Seal {
		s, err := NewSeal(bytes.Repeat([]byte{fill}, SealKeySize))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := seal(1)
	kept := s.Close(secret, 7)
	if strings.Contains(kept, secret) || kept == s.Close(secret, 7) {
		t.Errorf("kept as %q", kept)
	}
	if got, closed, err := s.Open(kept, 7); got != secret || !closed || err != nil {
		t.Errorf("opened as %q, %v, %v", got, closed, err)
	}
	if got, closed, err := s.Open(secret, 7); got != secret || closed || err != nil {
		t.Errorf("what was never closed is %q, %v, %v", got, closed, err)
	}
	for name, open := range map[string]func() error{
		"another account": func() error { _, _, err := s.Open(kept, 8); return err },
		"another key":     func() error { _, _, err := seal(2).Open(kept, 7); return err },
		"altered":         func() error { _, _, err := s.Open(kept[:len(kept)-2]+"AA", 7); return err },
		"cut":             func() error { _, _, err := s.Open(closedBy+"AAAA", 7); return err },
	} {
		if open() == nil {
			t.Errorf("%s opens it", name)
		}
	}
	if _, err := NewSeal([]byte("short")); err == nil {
		t.Error("a short key is taken")
	}
}
