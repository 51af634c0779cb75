package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type haulWire struct {
	Length   geo.Metres  `json:"length_m"`
	Time     geo.Seconds `json:"time_s"`
	Toll     geo.Metres  `json:"toll_m"`
	Ferry    geo.Metres  `json:"ferry_m"`
	FromSnap geo.Metres  `json:"from_snap_m"`
	ToSnap   geo.Metres  `json:"to_snap_m"`
	Estimate bool        `json:"estimate"`
	Coarse   bool        `json:"coarse"`
	Network  string      `json:"network"`
	Vehicle  string      `json:"vehicle"`
	Mass     *float64    `json:"mass_t"`
	Trips    int         `json:"trips"`
	Empty    geo.Share   `json:"empty"`
	Cost     *geo.Lira   `json:"cost_try"`
	PerTonne *geo.Lira   `json:"cost_try_t"`
	Lines    costWire    `json:"lines"`
	CO2e     *geo.KgCO2e `json:"co2e_kg"`
	PerTkm   *float64    `json:"co2e_g_tkm"` // grams a tonne-kilometre, empty return included
}

type costWire struct {
	Distance geo.Lira `json:"distance_try"`
	Time     geo.Lira `json:"time_try"`
	Toll     geo.Lira `json:"toll_try"`
}

func wireHaul(h geo.Haul) haulWire {
	w := haulWire{
		Length: h.Road.Length, Time: h.Road.Time, Toll: h.Road.Toll, Ferry: h.Road.Ferry,
		FromSnap: h.Road.FromSnap, ToSnap: h.Road.ToSnap, Estimate: h.Road.Estimate, Coarse: h.Road.Coarse,
		Network: h.Road.Network, Vehicle: h.Vehicle, Mass: known(float64(h.Mass)), Trips: h.Trips, Empty: h.Terms.Empty,
		Lines: costWire(h.Lines),
	}
	if h.Mass <= 0 {
		return w // what moves is unknown, and so is what it costs
	}
	perTonne := h.PerTonne()
	w.Cost, w.PerTonne, w.CO2e = &h.Cost, &perTonne, &h.CO2e
	if tkm := float64(h.Mass) * h.Road.Length.Km(); tkm > 0 {
		g := float64(h.CO2e) * 1000 / tkm
		w.PerTkm = &g
	}
	return w
}

func (s *server) haul(c *fiber.Ctx) error {
	q := query{c: c}
	r, format := s.tourRequest(&q), q.haulFile()
	if err := q.errs.Err(); err != nil {
		return err
	}
	if len(r.Stops) > 0 {
		return s.tour(&q, r, format)
	}
	h, line, err := s.x.Haul(c.UserContext(), r.HaulRequest)
	if err != nil {
		return err
	}
	if format == "csv" || format == "xlsx" {
		return sendTable(c, format, "haul", haulColumns("leg"), oneRow(haulCells("total", q.ends(), h)))
	}
	return sendLines(c, format, "haul", newFeature(0, geo.Line(line), wireHaul(h)))
}

// tourRequest reads a haul with its stops.
func (s *server) tourRequest(q *query) exchange.TourRequest {
	order := q.text("order")
	if order != "" && order != "given" && order != "best" {
		q.bad("order", "unknown", "%q is neither given nor best", order)
	}
	r := exchange.TourRequest{HaulRequest: s.haulRequest(q), Best: order == "best"}
	stops := q.c.Context().QueryArgs().PeekMulti("stop")
	if len(stops) > exchange.MostStops {
		q.bad("stop", "length", "%d stops are more than %d", len(stops), exchange.MostStops)
		stops = nil
	}
	for i, text := range stops {
		field := fmt.Sprintf("stop[%d]", i)
		at, err := s.placeOf(q.c, field, string(text))
		q.errs.Add(field, err)
		r.Stops = append(r.Stops, at)
	}
	return r
}

// haulRequest reads what every haul is asked with: places, vehicle and terms.
func (s *server) haulRequest(q *query) exchange.HaulRequest {
	r := s.terms(q)
	var err error
	r.From, err = s.place(q, "from")
	q.errs.Add("from", err)
	r.To, err = s.place(q, "to")
	q.errs.Add("to", err)
	return r
}

// terms reads a haul's vehicle, load and terms; what is not given is as the
// price book has it today.
func (s *server) terms(q *query) exchange.HaulRequest {
	usual := s.x.Terms()
	return exchange.HaulRequest{
		Vehicle: s.vehicle(q), Mass: geo.Tonnes(q.number("mass_t", 0, 0, 1e7)),
		Terms: geo.Terms{
			Empty:   geo.Share(q.number("empty", float64(usual.Empty), 0, 1)),
			TollKm:  geo.Lira(q.number("toll_km_try", float64(usual.TollKm), 0, 1e5)),
			Density: q.number("density_kg_m3", 0, 0, 25_000),
		},
	}
}

// vehicle reads a class, with today's costs of the price book, and what the
// asker's own vehicle has different.
func (s *server) vehicle(q *query) geo.Vehicle {
	v, err := s.x.Vehicle(or(q.text("vehicle"), "articulated"))
	q.errs.Add("vehicle", err)
	v.Payload = geo.Tonnes(q.number("payload_t", float64(v.Payload), 0.1, 100))
	v.PerKm = geo.Lira(q.number("per_km_try", float64(v.PerKm), 0, 1e5))
	v.PerHour = geo.Lira(q.number("per_hour_try", float64(v.PerHour), 0, 1e6))
	v.Gross = geo.Tonnes(q.number("gross_t", float64(v.Gross), 0.5, 200))
	v.Axle = geo.Tonnes(q.number("axle_t", float64(v.Axle), 0.2, 50))
	v.Height = geo.Metres(q.number("height_m", float64(v.Height), 0.5, 10))
	v.Width = geo.Metres(q.number("width_m", float64(v.Width), 0.5, 10))
	v.Length = geo.Metres(q.number("length_m", float64(v.Length), 1, 100))
	if yes := q.yes("hazmat"); yes != nil {
		v.Hazmat = *yes
	}
	return v
}

// place reads the place of a field, see placeOf.
func (s *server) place(q *query, field string) (geo.Point, error) {
	return s.placeOf(q.c, field, q.text(field))
}

// placeOf reads a place given as "lon,lat", "zone:CODE" or "resource:ID".
func (s *server) placeOf(c *fiber.Ctx, field, text string) (geo.Point, error) {
	if text == "" {
		return geo.Point{}, geo.Invalid(field, "required", "is missing")
	}
	kind, name, _ := strings.Cut(text, ":")
	var at geo.Point
	var err error
	switch kind {
	case "zone":
		at, err = s.x.Place(c.UserContext(), name)
	case "resource":
		var n int64
		if n, err = strconv.ParseInt(name, 10, 64); err != nil {
			return at, geo.Invalid(field, "format", "%q is no resource's number", name)
		}
		var p geo.Posting
		p, err = s.x.Posting(c.UserContext(), n)
		at = p.Site.Place
	default:
		return pointOf(field, text)
	}
	if errors.Is(err, geo.ErrNotFound) {
		return at, geo.Invalid(field, "unknown", "there is no %s", text)
	}
	if err != nil {
		return at, fmt.Errorf("%s: %w", field, err)
	}
	return at, nil
}

type vehicleWire struct {
	Code    string     `json:"code"`
	Payload geo.Tonnes `json:"payload_t"`
	Volume  float64    `json:"volume_m3"`
	Gross   geo.Tonnes `json:"gross_t"`
	Axle    geo.Tonnes `json:"axle_t"`
	Height  geo.Metres `json:"height_m"`
	Width   geo.Metres `json:"width_m"`
	Length  geo.Metres `json:"length_m"`
	Hazmat  bool       `json:"hazmat"`
	PerKm   geo.Lira   `json:"per_km_try"`
	PerHour geo.Lira   `json:"per_hour_try"`
	Dock    float64    `json:"dock_h"`
	Empty   geo.KgCO2e `json:"empty_kgco2e_km"`
	Full    geo.KgCO2e `json:"full_kgco2e_km"`
	Month   string     `json:"prices_dated"` // of PerKm
	Source  string     `json:"price_source"`
	Assumed bool       `json:"assumed"` // nobody entered PerKm: it is what ships
}

func (s *server) vehicles(c *fiber.Ctx) error {
	fleet := s.x.Fleet()
	out := make([]vehicleWire, len(fleet))
	for i, l := range fleet {
		v := l.Vehicle
		out[i] = vehicleWire{v.Code, v.Payload, v.Volume, v.Gross, v.Axle, v.Height, v.Width, v.Length, v.Hazmat,
			v.PerKm, v.PerHour, v.Dock, v.Empty, v.Full, l.Km.Month, l.Km.Source, l.Assumed}
	}
	return c.JSON(fiber.Map{"prices_dated": geo.PricesDated, "emission_source": geo.EmissionSource,
		"toll_km_try": s.x.Terms().TollKm, "vehicles": out})
}
