package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// inBandProps is a resource inside a band.
type inBandProps struct {
	Band     int      `json:"band"` // from 1, the nearest
	Time     *float64 `json:"upto_s,omitempty"`
	Length   *float64 `json:"upto_m,omitempty"`
	ID       int64    `json:"resource_id"`
	Role     geo.Role `json:"role"`
	Title    string   `json:"title"`
	Material string   `json:"material"`
	Name     words    `json:"material_name"`
	Rate     *float64 `json:"rate"`
	Low      *float64 `json:"rate_low"`
	High     *float64 `json:"rate_high"`
	Unit     geo.Unit `json:"unit"`
	FirmID   int64    `json:"firm_id"`
	Firm     *string  `json:"firm"` // null: hidden
	NACE     string   `json:"nace"`
	Zone     *string  `json:"zone"`
	Hidden   bool     `json:"hidden"`
}

func wireInBand(by geo.By, bands []geo.Band, in geo.InBand) feature[inBandProps] {
	p := in.Posting
	w := inBandProps{Band: in.Band + 1, ID: p.Resource.ID, Role: p.Role, Title: p.Title, Material: p.Material, Name: words{p.Item.NameTR, p.Item.NameEN},
		Rate: p.Rate(), Unit: p.Unit, FirmID: p.Firm.ID, Firm: orNull(p.Firm.Name), NACE: p.Firm.NACE, Hidden: p.Hidden}
	if p.Band != nil {
		w.Low, w.High = &p.Band.Low, &p.Band.High
	}
	if p.Zone.ID != 0 {
		w.Zone = &p.Zone.Name
	}
	if upto := bands[in.Band].Upto; by == geo.ByDistance {
		w.Length = &upto
	} else {
		w.Time = &upto
	}
	return newFeature(p.Resource.ID, p.Site.Place, w)
}

// isochroneResources lists what lies inside bands: as features, or as a table.
func (s *server) isochroneResources(c *fiber.Ctx) error {
	q := query{c: c}
	r := s.reachRequest(&q)
	limit, format, lang := q.integer("limit", 500, 1, exchange.MostInside), q.text("format"), q.lang()
	if err := q.errs.Err(); err != nil {
		return err
	}
	bands, err := s.reached(c, r)
	if err != nil {
		return err
	}
	inside, err := s.x.Inside(c.UserContext(), bands)
	if err != nil {
		return err
	}
	found, err := s.x.ListInside(c.UserContext(), bands, limit)
	if err != nil {
		return err
	}
	features := make([]feature[inBandProps], len(found))
	for i, in := range found {
		features[i] = wireInBand(r.By, bands, in)
	}
	widest := inside[len(inside)-1]
	switch all := newCollection(c, features, widest.Sources+widest.Sinks, ""); format {
	case "", "json":
		return c.JSON(all)
	case "geojson":
		attach(c, "application/geo+json", "inside.geojson")
		return c.JSON(all, "application/geo+json")
	}
	return sendTable(c, format, "inside", insideColumns(r.By), func(yield func([]any, error) bool) {
		for i, f := range features {
			if !yield(insideCells(f.Properties, found[i].Site.Place, lang), nil) {
				return
			}
		}
	})
}

func insideColumns(by geo.By) []string {
	upto := "upto_min"
	if by == geo.ByDistance {
		upto = "upto_km"
	}
	return []string{"band", upto, "role", "title", "material", "name", "rate", "rate_low", "rate_high", "unit", "firm", "nace", "zone", "lon", "lat", "hidden"}
}

func insideCells(p inBandProps, at geo.Point, lang string) []any {
	upto := 0.0
	if p.Time != nil {
		upto = *p.Time / 60
	} else if p.Length != nil {
		upto = *p.Length / 1000
	}
	return []any{float64(p.Band), upto, string(p.Role), p.Title, p.Material, p.Name.of(lang), cellOf(p.Rate), cellOf(p.Low), cellOf(p.High), string(p.Unit), textCell(p.Firm),
		p.NACE, textCell(p.Zone), at[0], at[1], p.Hidden}
}

// textCell returns a text as a table's cell, empty when unknown.
func textCell(v *string) any {
	if v == nil {
		return nil
	}
	return *v
}
