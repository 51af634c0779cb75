// Package paper writes documents that people print and hand in: PDF pages of
// A4 with headings, paragraphs, key figures and tables. Its font, Liberation
// Sans (SIL Open Font License), is in every document, Turkish letters included.
package paper

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-pdf/fpdf"
)

// Measures of a page, mm.
const (
	width  = 210.0
	height = 297.0
	margin = 18.0
	inner  = width - 2*margin
	bottom = 20.0 // where a page ends, from its lower edge
	line   = 5.0  // from one line of text to the next
)

const font = "liberation"

// ink is a colour.
type ink struct{ r, g, b int }

var (
	black = ink{26, 32, 38}
	grey  = ink{96, 106, 116}
	pale  = ink{240, 243, 245}
	rule  = ink{205, 212, 218}
)

// Head is what a document says of itself.
type Head struct {
	Title    string
	Subtitle string // below the title on the first page
	Foot     string // at the foot of every page, beside its number
	Language string // BCP 47, such as "tr"
	Made     time.Time
}

// Document is a PDF that is being written from top to bottom. What goes wrong
// on the way is told by Write.
type Document struct{ pdf *fpdf.Fpdf }

// New returns a document that begins with its title.
func New(h Head) *Document {
	d := &Document{fpdf.New("P", "mm", "A4", "")}
	d.pdf.SetCatalogSort(true) // the same document is the same bytes
	d.pdf.AddUTF8FontFromBytes(font, "", liberationsansregular.TTF)
	d.pdf.AddUTF8FontFromBytes(font, "B", liberationsansbold.TTF)
	d.pdf.SetMargins(margin, margin, margin)
	d.pdf.SetAutoPageBreak(true, bottom)
	d.pdf.SetTitle(h.Title, true)
	d.pdf.SetLang(h.Language)
	d.pdf.SetCreationDate(h.Made)
	d.pdf.SetModificationDate(h.Made)
	d.pdf.AliasNbPages("{pages}")
	d.pdf.SetFooterFunc(func() { d.foot(h.Foot) })
	d.pdf.AddPage()
	d.text(h.Title, "B", 20, black, 9)
	d.text(h.Subtitle, "", 11, grey, 6)
	d.pdf.Ln(3)
	return d
}

// foot writes what stands below each page.
func (d *Document) foot(text string) {
	d.pdf.SetY(-bottom + 6)
	d.style("", 8, grey)
	d.pdf.CellFormat(inner-20, line, shown(text), "", 0, "L", false, 0, "")
	d.pdf.CellFormat(20, line, strconv.Itoa(d.pdf.PageNo())+"/{pages}", "", 0, "R", false, 0, "")
}

// Heading begins a part. It never stands alone at the foot of a page.
func (d *Document) Heading(text string) {
	d.need(30)
	d.pdf.Ln(4)
	d.text(text, "B", 13, black, 7)
	d.pdf.Ln(1)
}

// Paragraph writes running text, wrapped.
func (d *Document) Paragraph(text string) {
	d.text(text, "", 10, black, line)
	d.pdf.Ln(2)
}

// Note is a paragraph in small print: sources, methods, what is not known.
func (d *Document) Note(text string) {
	d.text(text, "", 8.5, grey, 4.2)
	d.pdf.Ln(2)
}

// Page begins a new page.
func (d *Document) Page() { d.pdf.AddPage() }

// Write ends the document and writes it to w.
func (d *Document) Write(w io.Writer) error { return d.pdf.Output(w) }

// text writes lines over the whole width, none where there is no text.
func (d *Document) text(text, style string, size float64, c ink, step float64) {
	if text == "" {
		return
	}
	d.style(style, size, c)
	d.pdf.MultiCell(inner, step, shown(text), "", "L", false)
}

func (d *Document) style(style string, size float64, c ink) {
	d.pdf.SetFont(font, style, size)
	d.pdf.SetTextColor(c.r, c.g, c.b)
}

// need begins a new page where less than mm is left of this one, and reports
// whether it did.
func (d *Document) need(mm float64) bool {
	if d.pdf.GetY()+mm <= height-bottom {
		return false
	}
	d.pdf.AddPage()
	return true
}

// shown writes what the font has no sign for as it has.
func shown(text string) string { return strings.ReplaceAll(text, "₺", "TL") }
