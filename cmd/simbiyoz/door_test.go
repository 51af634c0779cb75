package main

import (
	"strings"
	"testing"
)

// TestDoor: the door stands open only while nobody but the machine's own people
// reaches the server, also when that is asked for.
func TestDoor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env  map[string]string
		door string // empty: refused
	}{
		"on loopback":                  {nil, doorOpen},
		"on loopback by accounts":      {map[string]string{"SIMBIYOZ_DOOR": "accounts"}, doorAccounts},
		"on every address":             {map[string]string{"SIMBIYOZ_LISTEN": "0.0.0.0:8080"}, doorAccounts},
		"behind a proxy":               {map[string]string{"SIMBIYOZ_PUBLIC_URL": "https://simbiyoz.example.org"}, doorAccounts},
		"with a token":                 {map[string]string{"SIMBIYOZ_TOKEN": "0123456789abcdef"}, doorAccounts},
		"opened on every address":      {map[string]string{"SIMBIYOZ_DOOR": "open", "SIMBIYOZ_LISTEN": ":8080"}, ""},
		"opened behind a proxy":        {map[string]string{"SIMBIYOZ_DOOR": "open", "SIMBIYOZ_PUBLIC_URL": "https://simbiyoz.example.org"}, ""},
		"opened though it has a token": {map[string]string{"SIMBIYOZ_DOOR": "open", "SIMBIYOZ_TOKEN": "0123456789abcdef"}, ""},
		"ajar":                         {map[string]string{"SIMBIYOZ_DOOR": "ajar"}, ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			cfg, err := readConfig(func(name string) string { return c.env[name] })
			if c.door == "" {
				if err == nil || !strings.Contains(err.Error(), "SIMBIYOZ_DOOR") {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || cfg.door != c.door {
				t.Errorf("got %+v, %v", cfg, err)
			}
		})
	}
}
