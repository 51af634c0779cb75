package api

import (
	"bytes"
	"context"
	"io"
	"iter"
	"mime"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

// ingestible is how tables of a collection may be written, by media type.
var ingestible = map[string]sheet.Format{
	"text/csv": sheet.CSV, "application/geo+json-seq": sheet.GeoJSONSeq, "application/x-ndjson": sheet.GeoJSONSeq, typeGeoJSON: sheet.GeoJSON,
}

// ingested are the collections that take tables, with the columns that an
// import has.
var ingested = []string{"firms", "resources"}

type ingestedWire struct {
	Rows      int          `json:"rows"`
	Inserted  int          `json:"inserted"`
	Updated   int          `json:"updated"`
	Unchanged int          `json:"unchanged"`
	Errors    []fieldError `json:"errors"`
}

// ogcIngest stores a table of features, all or nothing unless on_error=skip.
func (s *server) ogcIngest(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	if created[of.ID] == nil {
		c.Set(fiber.HeaderAllow, allow(of.ID, false))
		return fiber.ErrMethodNotAllowed
	}
	if isFeature(c) {
		return s.ogcAdd(c, of)
	}
	if err := onlyKnown(c, "on_error"); err != nil {
		return err
	}
	skip := c.Query("on_error") == "skip"
	if v := c.Query("on_error"); v != "" && v != "skip" && v != "stop" {
		return geo.Invalid("on_error", "unknown", "%q is neither stop nor skip", v)
	}
	lines, err := linesOf(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	if c.Request().IsBodyStream() {
		// what comes for long is bounded by how long it is silent
		ctx = context.WithoutCancel(ctx)
		c.Context().SetConnectionClose()
	}
	done, err := s.x.Ingest(ctx, of.ID, lines, skip)
	if err != nil {
		return err
	}
	out := ingestedWire{done.Rows, done.Inserted, done.Updated, done.Unchanged, []fieldError{}}
	for _, e := range done.Left {
		out.Errors = append(out.Errors, wireFieldError(e))
	}
	return c.JSON(out)
}

// linesOf reads a table as it comes.
func linesOf(c *fiber.Ctx) (iter.Seq2[exchange.Line, error], error) {
	media, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	format, known := ingestible[media]
	if err != nil || !known {
		return nil, fiber.NewError(fiber.StatusUnsupportedMediaType, "a table is text/csv, application/geo+json-seq, application/x-ndjson or application/geo+json")
	}
	var body io.Reader
	if c.Request().IsBodyStream() {
		body = patient{c, c.Context().RequestBodyStream()}
	} else {
		body = bytes.NewReader(c.Body())
	}
	return func(yield func(exchange.Line, error) bool) {
		for row, err := range sheet.Each(body, format) {
			if !yield(exchange.Line(row), err) {
				return
			}
		}
	}, nil
}
