package api

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// resourceProps is a resource as it is read.
type resourceProps struct {
	resourceBody
	MaterialName words      `json:"material_name"`
	Group        string     `json:"group"`
	Hazard       geo.Hazard `json:"hazard"`
	Rate         *float64   `json:"rate"`
	Grade        string     `json:"grade"`
	Firm         firmRef    `json:"firm"`
	Site         siteRef    `json:"site"`
	Zone         *zoneRef   `json:"zone"`
	Matches      int        `json:"matches"`
	Hidden       bool       `json:"hidden"`    // the reader sees the spot, not the site, and bands
	RateLow      *float64   `json:"rate_low"`  // of the band that the rate lies in
	RateHigh     *float64   `json:"rate_high"` // not in it any more
	Spot         *spotWire  `json:"spot"`      // what stands for the site to others
	Road         *roadWire  `json:"road,omitempty"`
}

// resourceBody is what a poster says of a resource.
type resourceBody struct {
	Ref         string          `json:"ref"`
	Role        geo.Role        `json:"role"`
	Title       string          `json:"title"`
	Category    geo.Category    `json:"category"`
	Material    string          `json:"material"`
	Quantity    *float64        `json:"quantity"`
	Unit        geo.Unit        `json:"unit"`
	Interval    geo.Interval    `json:"interval"`
	Season      []int           `json:"season"`
	From        *string         `json:"from"`
	Until       *string         `json:"until"`
	MinLot      *float64        `json:"min_lot"`
	Form        *geo.Form       `json:"form"`
	Density     *float64        `json:"density_kg_m3"`
	Moisture    *float64        `json:"moisture_pct"`
	Packaging   *string         `json:"packaging"`
	Composition []propertyWire  `json:"composition"`
	Fate        *string         `json:"fate"`
	FateCost    *float64        `json:"fate_cost_try_t"`
	FateUntil   *string         `json:"fate_until"`
	Price       *float64        `json:"price_try_t"`
	Ships       *string         `json:"ships"`
	Legal       geo.LegalStatus `json:"legal"`
	Article19   map[string]bool `json:"article19"`
	Provenance  geo.Provenance  `json:"provenance"`
	Confirmed   *string         `json:"confirmed"`
	Visibility  geo.Visibility  `json:"visibility"`
	Named       []int64         `json:"named,omitempty"` // firms; when written, null: as before; never read
}

type propertyWire struct {
	Parameter string  `json:"parameter"`
	Value     float64 `json:"value"`
	Unit      string  `json:"unit"`
	Method    string  `json:"method"`
	Date      *string `json:"date"`
}

type firmRef struct {
	ID   int64   `json:"id"`
	Name *string `json:"name"` // null: hidden
	NACE string  `json:"nace"`
	Demo bool    `json:"demo"`
}

type siteRef struct {
	ID   int64   `json:"id"`
	Name *string `json:"name"`
}

// spotWire is what stands for a site: a zone's gate, a district's centre or, with
// no name, the middle of a square.
type spotWire struct {
	Name  words      `json:"name"`
	Error geo.Metres `json:"error_m"`
}

func wireSpot(p geo.Spot) *spotWire {
	if p.ID == 0 {
		return nil
	}
	return &spotWire{words{p.NameTR, p.NameEN}, p.Error}
}

type zoneRef struct {
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// roadWire is how far a posting lies from the place asked for.
type roadWire struct {
	Length   geo.Metres  `json:"length_m"`
	Time     geo.Seconds `json:"time_s"`
	Estimate bool        `json:"estimate"`
	Coarse   bool        `json:"coarse"`
}

func wireResource(p geo.Posting, road *geo.Road) feature[resourceProps] {
	props := resourceProps{
		resourceBody: wireBody(p.Resource),
		MaterialName: words{p.Item.NameTR, p.Item.NameEN}, Group: p.Item.Group, Hazard: p.Item.Hazard,
		Rate: p.Rate(), Grade: p.Grade(), Matches: p.Matches,
		Firm: firmRef{p.Firm.ID, orNull(p.Firm.Name), p.Firm.NACE, p.Firm.Demo},
		Site: siteRef{p.Site.ID, orNull(p.Site.Name)}, Hidden: p.Hidden, Spot: wireSpot(p.Spot),
	}
	if p.Band != nil {
		props.RateLow, props.RateHigh = &p.Band.Low, &p.Band.High
	}
	if p.Zone.ID != 0 {
		props.Zone = &zoneRef{p.Zone.ID, p.Zone.Code, p.Zone.Name}
	}
	if road != nil {
		props.Road = &roadWire{road.Length, road.Time, road.Estimate, road.Coarse}
	}
	return newFeature(p.Resource.ID, p.Site.Place, props)
}

func wireBody(r geo.Resource) resourceBody {
	b := resourceBody{
		Ref: r.Ref, Role: r.Role, Title: r.Title, Category: r.Category, Material: r.Material,
		Quantity: r.Quantity, Unit: r.Unit, Interval: r.Interval, Season: months(r.Season),
		From: day(r.From), Until: day(r.Until), MinLot: r.MinLot,
		Density: r.Density, Moisture: r.Moisture, Packaging: orNull(r.Packaging), Composition: []propertyWire{},
		Fate: orNull(r.Fate), FateCost: r.FateCost, FateUntil: day(r.FateUntil), Price: r.Price, Ships: orNull(r.Ships),
		Legal: r.Legal, Article19: r.Article19, Provenance: r.Provenance, Confirmed: day(r.Confirmed), Visibility: r.Visibility,
	}
	if r.Form != "" {
		b.Form = &r.Form
	}
	for _, p := range r.Composition {
		b.Composition = append(b.Composition, propertyWire{p.Parameter, p.Value, p.Unit, p.Method, day(p.Date)})
	}
	return b
}

// months lists a season's months, 1 to 12.
func months(m geo.Months) []int {
	out := []int{}
	for i := range 12 {
		if m&(1<<i) != 0 {
			out = append(out, i+1)
		}
	}
	return out
}

// resource returns b as a resource; what b leaves out takes the value that a
// first posting most likely has.
func (b resourceBody) resource() (geo.Resource, error) {
	var errs geo.FieldErrors
	r := geo.Resource{
		Ref: b.Ref, Role: b.Role, Title: b.Title, Category: or(b.Category, geo.CategoryMaterial), Material: b.Material,
		Quantity: b.Quantity, Unit: or(b.Unit, geo.UnitTonne), Interval: or(b.Interval, geo.Yearly), MinLot: b.MinLot,
		Form: deref(b.Form), Density: b.Density, Moisture: b.Moisture, Packaging: deref(b.Packaging),
		Fate: deref(b.Fate), FateCost: b.FateCost, Price: b.Price, Ships: deref(b.Ships),
		Legal: or(b.Legal, geo.LegalWaste), Article19: b.Article19,
		Provenance: or(b.Provenance, geo.Declared), Visibility: or(b.Visibility, geo.VisiblePublic), Named: b.Named,
		From: date(&errs, "from", b.From), Until: date(&errs, "until", b.Until),
		FateUntil: date(&errs, "fate_until", b.FateUntil), Confirmed: date(&errs, "confirmed", b.Confirmed),
		Season: season(&errs, b.Season),
	}
	for i, p := range b.Composition {
		r.Composition = append(r.Composition, geo.Property{Parameter: p.Parameter, Value: p.Value, Unit: p.Unit,
			Method: p.Method, Date: date(&errs, fmt.Sprintf("composition[%d].date", i), p.Date)})
	}
	return r, errs.Err()
}

func season(errs *geo.FieldErrors, list []int) geo.Months {
	if len(list) == 0 {
		return geo.AllYear
	}
	var m geo.Months
	for _, month := range list {
		if month < 1 || month > 12 {
			errs.Add("season", geo.Invalid("season", "range", "%d is no month", month))
			continue
		}
		m |= 1 << (month - 1)
	}
	return m
}

func date(errs *geo.FieldErrors, field string, s *string) time.Time {
	if s == nil || *s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, *s)
	if err != nil {
		errs.Add(field, geo.Invalid(field, "format", "%q is no date such as 2026-11-24", *s))
	}
	return t
}

func or[T ~string](v, def T) T {
	if v == "" {
		return def
	}
	return v
}

func deref[T ~string](v *T) T {
	if v == nil {
		return ""
	}
	return *v
}

// filter reads the filters that lists, facets and exports share.
func (q *query) filter() geo.ResourceFilter {
	return geo.ResourceFilter{
		Role: geo.Role(q.text("role")), Category: geo.Category(q.text("category")),
		Material: q.text("material"), Group: q.text("group"),
		ZoneID: int64(q.integer("zone", 0, 0, 1<<31)), FirmID: int64(q.integer("firm", 0, 0, 1<<31)), NACE: q.text("nace"),
		Sites: q.ids("site"), Hazard: q.yes("hazard"), Form: geo.Form(q.text("form")), Text: q.text("q"), BBox: q.bbox("bbox"),
		Month: q.integer("month", 0, 1, 12), MinRate: q.number("min_rate", 0, 0, 1e12),
		Near: q.point("near"), Within: geo.Metres(q.number("radius_m", 0, 1, 100_000)),
	}
}

func (s *server) resources(c *fiber.Ctx) error {
	q := query{c: c}
	f, page := q.filter(), q.page()
	if f.Within > 0 && f.Near == nil && len(q.errs) == 0 {
		q.bad("near", "required", "a radius needs a place")
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	if f.Near != nil && f.Within > 0 {
		return s.resourcesNear(c, f, page.Limit)
	}
	found, err := s.x.Postings(c.UserContext(), f, page)
	if err != nil {
		return err
	}
	features := make([]feature[resourceProps], len(found.Postings))
	for i, p := range found.Postings {
		features[i] = wireResource(p, nil)
	}
	return c.JSON(newCollection(c, features, found.Matched, found.Next))
}

func (s *server) resourcesNear(c *fiber.Ctx, f geo.ResourceFilter, limit int) error {
	near, matched, err := s.x.PostingsNear(c.UserContext(), f, limit)
	if err != nil {
		return err
	}
	features := make([]feature[resourceProps], len(near))
	for i, p := range near {
		features[i] = wireResource(p.Posting, p.Road)
	}
	return c.JSON(newCollection(c, features, matched, ""))
}

func (s *server) resource(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	p, err := s.x.Posting(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(wireResource(p, nil))
}

type resourcePost struct {
	resourceBody
	FirmID int64 `json:"firm_id"`
	SiteID int64 `json:"site_id"`
}

func (s *server) postResource(c *fiber.Ctx) error { return s.save(c, 0, fiber.StatusCreated) }

func (s *server) putResource(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if _, err := s.x.Posting(c.UserContext(), n); err != nil {
		return err
	}
	return s.save(c, n, fiber.StatusOK)
}

func (s *server) save(c *fiber.Ctx, n int64, status int) error {
	var post resourcePost
	if err := body(c, &post); err != nil {
		return err
	}
	r, err := post.resource()
	if err != nil {
		return err
	}
	r.ID, r.FirmID, r.SiteID = n, post.FirmID, post.SiteID
	p, err := s.x.PostResource(c.UserContext(), r)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLocation, "/api/v1/resources/"+strconv.FormatInt(p.Resource.ID, 10))
	return c.Status(status).JSON(wireResource(p, nil))
}

func (s *server) deleteResource(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DeleteResource(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type facetWire struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Count int    `json:"count"`
	Label *words `json:"label"` // of a waste group
}

func (s *server) facets(c *fiber.Ctx) error {
	q := query{c: c}
	f := q.filter()
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Facets(c.UserContext(), f)
	if err != nil {
		return err
	}
	out := make([]facetWire, len(found))
	for i, facet := range found {
		out[i] = facetWire{Field: facet.Field, Value: facet.Value, Count: facet.Count}
		if h := s.x.Heading(facet.Value); facet.Field == "group" && h != nil {
			out[i].Label = &words{h.NameTR, h.NameEN}
		}
	}
	return c.JSON(fiber.Map{"facets": out})
}
