package smtp

import (
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/smtp/smtptest"
)

func TestSend(t *testing.T) {
	t.Parallel()
	server := smtptest.New(t)
	s, err := New(server.Address, "simbiyoz <no-reply@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	m := geo.Mail{To: "ayse@example.org", Subject: "Yeni eşleşme: çelik cürufu", Text: "İzmir'de 3 yeni eşleşme\nğüşıöç", Unsubscribe: "https://example.org/u/1"}
	if err := s.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := server.Letters()
	if len(got) != 1 || got[0].To[0] != m.To || got[0].Subject() != m.Subject || strings.TrimSpace(got[0].Text) != m.Text ||
		got[0].Header.Get("List-Unsubscribe") != "<https://example.org/u/1>" {
		t.Errorf("delivered %+v", got)
	}
	server.Refuse(true)
	if err := s.Send(t.Context(), m); err == nil || !strings.Contains(err.Error(), "not now") {
		t.Errorf("a refusing server: %v", err)
	}
}

func TestNewNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for address, from := range map[string]string{"http://a": "a@b.org", "smtp://": "a@b.org", "smtp://host": "nobody"} {
		if _, err := New(address, from); err == nil {
			t.Errorf("%q from %q was taken", address, from)
		}
	}
}
