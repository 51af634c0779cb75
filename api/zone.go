package api

import (
	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

type zoneProps struct {
	Code     string       `json:"code"`
	Name     string       `json:"name"`
	NameEN   string       `json:"name_en"`
	Kind     geo.ZoneKind `json:"kind"`
	District string       `json:"district"`
	Manager  string       `json:"manager"`
	Gate     geo.Point    `json:"gate"`
	Accuracy geo.Metres   `json:"accuracy_m"`
	Source   string       `json:"source"`
	Firms    *int         `json:"firms"` // null: withheld, as the next two
	Sources  *int         `json:"sources"`
	Sinks    *int         `json:"sinks"`
}

func wireZone(z geo.Zone, counts map[int64]*geo.Counts) feature[zoneProps] {
	p := zoneProps{
		Code: z.Code, Name: z.Name, NameEN: z.NameEN, Kind: z.Kind, District: z.District, Manager: z.Manager,
		Gate: z.Gate, Accuracy: z.Accuracy, Source: z.Source,
	}
	if n := counts[z.ID]; n != nil {
		p.Firms, p.Sources, p.Sinks = &n.Firms, &n.Sources, &n.Sinks
	}
	return newFeature(z.ID, z.Outline, p)
}

func (s *server) zones(c *fiber.Ctx) error {
	zones, err := s.x.Zones(c.UserContext())
	if err != nil {
		return err
	}
	counts, err := s.x.ZoneCounts(c.UserContext())
	if err != nil {
		return err
	}
	features := make([]feature[zoneProps], len(zones))
	for i, z := range zones {
		features[i] = wireZone(z, counts)
	}
	return c.JSON(newCollection(c, features, len(features), ""))
}

func (s *server) zone(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	z, err := s.x.Zone(c.UserContext(), n)
	if err != nil {
		return err
	}
	counts, err := s.x.ZoneCounts(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(wireZone(z, counts))
}

type firmProps struct {
	Ref      *string   `json:"ref"`
	Name     *string   `json:"name"` // null: hidden, as ref
	NACE     string    `json:"nace"`
	NACEName words     `json:"nace_name"`
	Demo     bool      `json:"demo"`
	ZoneID   *int64    `json:"zone_id"`
	Spot     *spotWire `json:"spot"`
	Sites    []sites   `json:"sites,omitempty"`
}

type sites struct {
	ID         int64     `json:"id"`
	Name       *string   `json:"name"`
	Place      geo.Point `json:"place"`
	ZoneID     *int64    `json:"zone_id"`
	Hours      string    `json:"hours"`
	DockTonnes *float64  `json:"dock_t"`
	DockHeight *float64  `json:"dock_height_m"`
}

func (s *server) wireFirm(f geo.FirmEntry, withSites bool) feature[firmProps] {
	class := s.x.Class(f.Firm.NACE)
	props := firmProps{Ref: orNull(f.Firm.Ref), Name: orNull(f.Firm.Name), NACE: f.Firm.NACE, Demo: f.Firm.Demo,
		NACEName: words{class.NameTR, class.NameEN}}
	var at orb.Geometry
	if len(f.Sites) > 0 {
		at = f.Sites[0].Place
		props.ZoneID, props.Spot = known(f.Sites[0].ZoneID), wireSpot(f.Sites[0].Spot)
	}
	if withSites {
		for _, site := range f.Sites {
			props.Sites = append(props.Sites, sites{site.ID, orNull(site.Name), site.Place, known(site.ZoneID), site.Hours,
				known(float64(site.DockTonnes)), known(float64(site.DockHeight))})
		}
	}
	return newFeature(f.Firm.ID, at, props)
}

// known returns v, nil when it is 0 and 0 stands for unknown.
func known[T int64 | float64](v T) *T {
	if v == 0 {
		return nil
	}
	return &v
}

func (s *server) firms(c *fiber.Ctx) error {
	q := query{c: c}
	zone, text, page := q.integer("zone", 0, 0, 1<<31), q.text("q"), q.page()
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Firms(c.UserContext(), int64(zone), text, page)
	if err != nil {
		return err
	}
	features := make([]feature[firmProps], len(found.Firms))
	for i, f := range found.Firms {
		features[i] = s.wireFirm(f, false)
	}
	return c.JSON(newCollection(c, features, found.Matched, found.Next))
}

func (s *server) firm(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	f, at, err := s.x.Firm(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(s.wireFirm(geo.FirmEntry{Firm: f, Sites: at}, true))
}
