package api

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/cql"
	"simbiyoz/geo/ogc"
)

const (
	ogcLimit = 10     // features of a page, where it is not asked for
	ogcMost  = 10_000 // features of a page at most
)

// itemParameters are those that every collection's items take.
var itemParameters = []string{"f", "limit", "after", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "sortby"}

func (s *server) ogcItems(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	q, err := readItems(c, of)
	if err != nil {
		return err
	}
	f, err := format(c)
	if err != nil {
		return err
	}
	// fiber ends a request's context before it streams
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), s.cfg.Deadline)
	rows, matched, err := s.x.CountedFeatures(ctx, q)
	if err != nil {
		cancel()
		return err
	}
	if f == "html" {
		defer cancel()
		defer rows.Close()
		return itemsPage(c, of, rows, matched)
	}
	p := &items{rows: rows, matched: matched, base: ogcBase(c) + "/collections/" + of.ID, args: c.Context().QueryArgs().String()}
	p.end = func() { rows.Close(); cancel() }
	c.Set(fiber.HeaderContentType, typeGeoJSON)
	c.Set("Content-Crs", "<"+q.CRS.URI+">")
	return s.sendItems(c, p)
}

// readItems reads what items of a collection are asked for.
func readItems(c *fiber.Ctx, of ogc.Collection) (ogc.Query, error) {
	known := slices.Clone(itemParameters)
	for _, p := range of.Properties {
		known = append(known, p.Name)
	}
	if err := onlyKnown(c, known...); err != nil {
		return ogc.Query{}, err
	}
	r := query{c: c}
	q := ogc.Query{Collection: of.ID, After: c.Query("after"), Limit: min(ogcMost, r.integer("limit", ogcLimit, 1, 1<<31-1))}
	var err error
	q.CRS, err = ogc.ParseCRS("crs", r.text("crs"))
	r.errs.Add("crs", err)
	q.Box, err = readBox(r.text("bbox"), r.text("bbox-crs"))
	r.errs.Add("bbox", err)
	q.Time, err = readSpan(r.text("datetime"))
	r.errs.Add("datetime", err)
	q.Sort, err = readSort(r.text("sortby"))
	r.errs.Add("sortby", err)
	q.Filter, err = readFilter(c, of)
	r.errs.Add("filter", err)
	return q, r.errs.Err()
}

// readBox reads west,south,east,north in a reference system; of six numbers,
// heights are left out.
func readBox(text, crs string) (*ogc.Box, error) {
	if text == "" {
		return nil, nil
	}
	v, err := numbersOf("bbox", text)
	if err != nil {
		return nil, err
	}
	if len(v) == 6 {
		v = []float64{v[0], v[1], v[3], v[4]}
	}
	of, err := ogc.ParseCRS("bbox-crs", crs)
	if err != nil {
		return nil, err
	}
	if len(v) != 4 || !(v[0] <= v[2] && v[1] <= v[3]) {
		return nil, geo.Invalid("bbox", "range", "%q is not four numbers, the lesser corner first", text)
	}
	b := ogc.Box{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}, CRS: of}
	if of == ogc.CRSs[0] && (!geo.ValidPoint(b.Min) || !geo.ValidPoint(b.Max)) {
		return nil, geo.Invalid("bbox", "range", "%q is not west,south,east,north in degrees", text)
	}
	return &b, nil
}

// readSpan reads an instant or an interval whose ends may be "..".
func readSpan(text string) (*ogc.Span, error) {
	if text == "" {
		return nil, nil
	}
	first, last, interval := strings.Cut(text, "/")
	if !interval {
		last = first
	}
	var t ogc.Span
	var err error
	if t.First, err = readTime(first); err != nil {
		return nil, err
	}
	if t.Last, err = readTime(last); err != nil {
		return nil, err
	}
	if t.First == nil && t.Last == nil || t.First != nil && t.Last != nil && t.Last.Before(*t.First) {
		return nil, geo.Invalid("datetime", "range", "%q is no time", text)
	}
	return &t, nil
}

func readTime(text string) (*time.Time, error) {
	if text == ".." || text == "" {
		return nil, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return &t, nil
		}
	}
	return nil, geo.Invalid("datetime", "format", "%q is no date or instant (RFC 3339)", text)
}

// readSort reads names joined by commas, "-" before those that fall.
func readSort(text string) ([]ogc.Sort, error) {
	if text == "" {
		return nil, nil
	}
	var out []ogc.Sort
	for _, name := range strings.Split(text, ",") {
		falling := strings.HasPrefix(name, "-")
		out = append(out, ogc.Sort{Property: strings.TrimLeft(name, "+- "), Falling: falling})
	}
	if len(out) > 3 {
		return nil, geo.Invalid("sortby", "length", "has more than three keys")
	}
	return out, nil
}

// readFilter joins the filter with the properties that are given by name.
func readFilter(c *fiber.Ctx, of ogc.Collection) (cql.Expr, error) {
	var all cql.And
	if text := c.Query("filter"); text != "" {
		e, err := parseFilter(c, text)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	for _, p := range of.Properties {
		text := c.Query(p.Name)
		if text == "" {
			continue
		}
		v, err := literal(p, text)
		if err != nil {
			return nil, err
		}
		all = append(all, cql.Compare{Op: cql.Equal, Left: cql.Property(p.Name), Right: v})
	}
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	return all, nil
}

func parseFilter(c *fiber.Ctx, text string) (cql.Expr, error) {
	if crs := c.Query("filter-crs"); crs != "" && crs != ogc.CRSs[0].URI {
		return nil, geo.Invalid("filter-crs", "unknown", "geometries of filters are in CRS84")
	}
	switch lang := c.Query("filter-lang"); lang {
	case "", "cql2-text":
		return cql.Parse(text)
	case "cql2-json":
		return cql.ParseJSON([]byte(text))
	default:
		return nil, geo.Invalid("filter-lang", "unknown", "%q is neither cql2-text nor cql2-json", lang)
	}
}

// literal reads a property's value as its kind.
func literal(p ogc.Property, text string) (cql.Value, error) {
	switch p.Kind {
	case ogc.Number, ogc.Integer:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, geo.Invalid(p.Name, "format", "%q is no number", text)
		}
		return cql.Number(n), nil
	case ogc.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, geo.Invalid(p.Name, "format", "%q is neither true nor false", text)
		}
		return cql.Bool(b), nil
	case ogc.Date:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, geo.Invalid(p.Name, "format", "%q is no date", text)
		}
		return cql.Time(text), nil
	}
	return cql.Text(text), nil
}

func (s *server) ogcItem(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	if err := onlyKnown(c, "f", "crs"); err != nil {
		return err
	}
	f, err := format(c)
	if err != nil {
		return err
	}
	crs, err := ogc.ParseCRS("crs", c.Query("crs"))
	if err != nil {
		return err
	}
	id, err := id(c, "feature")
	if err != nil {
		return err
	}
	body, err := s.feature(c.UserContext(), of, id, crs)
	if err != nil {
		return err
	}
	own := body // in degrees, by which If-Match knows the feature
	if crs != ogc.CRSs[0] {
		if own, err = s.feature(c.UserContext(), of, id, ogc.CRSs[0]); err != nil {
			return err
		}
	}
	tag := tagOf(own, kindOf(f, crs))
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderVary, "Accept, Authorization, Cookie")
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	if has(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if f == "html" {
		return itemPage(c, of, body)
	}
	at := "/collections/" + of.ID
	links := append(both(c, at+"/items/"+c.Params("feature"), typeGeoJSON), link{ogcBase(c) + at + "?f=json", "collection", typeJSON, of.TR + " · " + of.EN})
	c.Set(fiber.HeaderContentType, typeGeoJSON)
	c.Set("Content-Crs", "<"+crs.URI+">")
	return c.Send(append(appendLinks(append(body[:len(body)-1], `,"links":`...), links), '}'))
}

// kindOf names a representation in a feature's tag.
func kindOf(format string, crs ogc.CRS) string {
	if format == "html" {
		return format
	}
	if crs == ogc.CRSs[0] {
		return ""
	}
	return path.Base(crs.URI)
}
