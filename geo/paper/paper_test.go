package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"simbiyoz/geo/paper"
)

// sample is a document of everything, more than two pages long.
func sample() *paper.Document {
	d := paper.New(paper.Head{Title: "Çiğli için IŞIK raporu", Subtitle: "ı İ ğ Ğ ş Ş ö ü ç · CO₂e", Foot: "simbiyoz",
		Language: "tr", Made: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)})
	d.Heading("Göstergeler")
	d.Figures([]paper.Figure{{"Giren", "12.340 t/yıl", "86 firmadan 31'i veri girdi"}, {"Tutar", "123.456.789.012 ₺", ""}, {"a", "b", "c"}, {"d", "e", ""}, {"f", "g", ""}})
	d.Paragraph(strings.Repeat("Yağmur yağıyor, ışık sönüyor. ", 20))
	d.Note("Kaynak: ölçüm.")
	t := paper.Table{Columns: []paper.Column{{"Malzeme", 3, false}, {"t/yıl", 1, true}}, Total: []string{"Toplam", "4.950"}}
	for i := range 100 {
		t.Rows = append(t.Rows, []string{strings.Repeat("Üzüm cibresi ", 1+i%12), fmt.Sprint(i)})
	}
	d.Table(t)
	return d
}

func TestDocumentIsReadWithItsTurkishLetters(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal("make install-test installs poppler-utils, which this needs: ", err)
	}
	if err != nil {
		t.Skip("no pdftotext")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	var out bytes.Buffer
	if err := sample().Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Çiğli için IŞIK raporu", "ı İ ğ Ğ ş Ş ö ü ç · CO₂e", "123.456.789.012 TL", "31'i veri girdi", "Toplam", "2/5"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in the text", want)
		}
	}
	if pages := strings.Count(string(text), "\f"); strings.Count(string(text), "Malzeme") != pages {
		t.Errorf("%d pages, but the header stands on %d", pages, strings.Count(string(text), "Malzeme"))
	}
}

func TestDocumentsOfTheSameAreTheSame(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	if err := sample().Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := sample().Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two documents of the same differ")
	}
}
