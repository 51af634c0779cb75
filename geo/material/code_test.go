package material_test

import (
	"testing"

	"simbiyoz/geo/material"
)

func TestParseCode(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"100202": "100202", "10 02 02*": "100202", "10.02.02": "100202", " 10-02-02 ": "100202", "10\u00a002\u00a002 *": "100202",
		"20304": "020304", "1002": "1002", "10 02": "1002", "103": "0103", "10": "10",
		"energy.steam": "energy.steam", " Energy.Steam ": "energy.steam",
		"": "", "*": "", "7": "", "1002021": "", "slag": "", "10.02.xx": "", "energy.": "", "１００２０２": "",
	}
	for in, want := range tests {
		if got := material.ParseCode(in); got != want {
			t.Errorf("ParseCode(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"10 02 02*", "10.02.02", "20304", "energy.steam", "", "ı", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code := material.ParseCode(s)
		if again := material.ParseCode(code); again != code {
			t.Errorf("%q gives %q, which gives %q", s, code, again)
		}
		if m, ok := material.ByCode(code); ok && m.Code != code {
			t.Errorf("%q is listed as %q", code, m.Code)
		}
	})
}
