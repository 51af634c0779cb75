package api

import (
	"bufio"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/ogc"
)

const (
	wholeMost = 1 << 20  // bytes of a page that is sent whole; a longer one is streamed
	pieceMost = 64 << 10 // bytes that are streamed at a time
)

// pieces are what pages are written to before they are sent.
var pieces = sync.Pool{New: func() any { return new([]byte) }}

// items writes a page of items, piece by piece.
type items struct {
	rows    ogc.Rows
	matched int
	base    string // address of the collection
	args    string // of the request
	end     func() // gives back what rows are read by

	begun bool
	n     int
}

// sendItems sends a page: one that is short whole, so that the database's
// connection waits for nobody's network, a longer one as it comes, in constant
// memory.
func (s *server) sendItems(c *fiber.Ctx, p *items) error {
	piece := pieces.Get().(*[]byte)
	b, done, err := p.append((*piece)[:0], wholeMost)
	*piece = b
	if err != nil || done {
		p.end()
		if err == nil {
			c.Response().SetBody(b) // which copies it
		}
		pieces.Put(piece)
		return err
	}
	ctx := c.UserContext()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer pieces.Put(piece)
		defer p.end()
		if err := p.stream(w, piece); err != nil {
			s.cfg.Log.WarnContext(ctx, "features ended early", "collection", p.base, "error", err)
		}
	})
	return nil
}

// stream writes what has been begun, and the rest. An error leaves the document
// open, so that nobody takes it for whole.
func (p *items) stream(w *bufio.Writer, piece *[]byte) error {
	for done := false; ; {
		if _, err := w.Write(*piece); err != nil || done {
			return err
		}
		var err error
		if *piece, done, err = p.append((*piece)[:0], pieceMost); err != nil {
			return err
		}
	}
}

// append appends features to b until that has most bytes, and what stands around
// them. It reports whether that was all. The links stand last, for only then is
// it known whether another page follows.
func (p *items) append(b []byte, most int) (_ []byte, done bool, err error) {
	if !p.begun {
		p.begun = true
		b = append(b, `{"type":"FeatureCollection","numberMatched":`...)
		b = strconv.AppendInt(b, int64(p.matched), 10)
		b = append(b, `,"timeStamp":"`...)
		b = time.Now().UTC().AppendFormat(b, time.RFC3339)
		b = append(b, `","features":[`...)
	}
	for len(b) < most {
		at := len(b)
		if p.n > 0 {
			b = append(b, ',')
		}
		longer := p.rows.Next(b)
		if longer == nil {
			b, err = p.close(b[:at])
			return b, true, err
		}
		b = longer
		p.n++
	}
	return b, false, nil
}

func (p *items) close(b []byte) ([]byte, error) {
	after := p.rows.After()
	if err := p.rows.Err(); err != nil {
		return b, err
	}
	b = append(b, `],"numberReturned":`...)
	b = strconv.AppendInt(b, int64(p.n), 10)
	b = append(b, `,"links":`...)
	return append(appendLinks(b, p.links(after)), '}'), nil
}

func (p *items) links(after string) []link {
	args := fiber.AcquireArgs()
	defer fiber.ReleaseArgs(args)
	args.Parse(p.args)
	address := func(name, value string) string {
		args.Set(name, value)
		return p.base + "/items?" + args.String()
	}
	out := []link{
		{address("f", "html"), "alternate", "text/html", "HTML"},
		{address("f", "json"), "self", typeGeoJSON, "GeoJSON"},
		{p.base + "?f=json", "collection", typeJSON, "Koleksiyon · Collection"},
	}
	if after != "" {
		out = append(out, link{address("after", after), "next", typeGeoJSON, "Sonraki sayfa · Next page"})
	}
	return out
}

// appendLinks appends links as JSON.
func appendLinks(b []byte, links []link) []byte {
	b = append(b, '[')
	for i, l := range links {
		if i > 0 {
			b = append(b, ',')
		}
		b = ogc.AppendText(append(b, `{"href":`...), l.Href)
		b = ogc.AppendText(append(b, `,"rel":`...), l.Rel)
		b = ogc.AppendText(append(b, `,"type":`...), l.Type)
		if l.Title != "" {
			b = ogc.AppendText(append(b, `,"title":`...), l.Title)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}
