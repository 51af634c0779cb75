package api

import (
	"fmt"
	"iter"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// haulColumns are those of hauls as a table, a line each; first says what a
// line is.
func haulColumns(first string) []string {
	return []string{first, "from", "to", "vehicle", "km", "hours", "toll_km", "ferry_km", "mass_t", "trips", "cost_try", "cost_try_t",
		"distance_try", "time_try", "toll_try", "co2e_kg"}
}

// haulCells are a haul's. What it costs is empty where it is a part of one.
func haulCells(name string, r haulEnds, h geo.Haul) []any {
	w := wireHaul(h)
	cells := append(roadCells(name, r, h.Road), cellOf(w.Mass), nil, cellOf(w.Cost), cellOf(w.PerTonne), nil, nil, nil, cellOf(w.CO2e))
	cells[3] = h.Vehicle
	if w.Cost != nil {
		cells[9], cells[12], cells[13], cells[14] = float64(h.Trips), float64(h.Lines.Distance), float64(h.Lines.Time), float64(h.Lines.Toll)
	}
	return cells
}

func roadCells(name string, r haulEnds, road geo.Road) []any {
	return []any{name, r.from, r.to, nil, road.Length.Km(), road.Time.Hours(), road.Toll.Km(), road.Ferry.Km()}
}

// haulEnds are the places of a haul, as they were asked for.
type haulEnds struct{ from, to string }

func (q *query) ends() haulEnds { return haulEnds{q.text("from"), q.text("to")} }

// haulFile reads how a haul is asked for: as JSON (empty), GeoJSON or a table.
func (q *query) haulFile() string {
	format := q.text("format")
	switch format {
	case "json":
		return ""
	case "", "geojson", "csv", "xlsx":
		return format
	}
	q.bad("format", "unknown", "%q is neither json, geojson, csv nor xlsx", format)
	return ""
}

// sendLines sends a haul's lines as JSON or, by the same words, as a file.
func sendLines(c *fiber.Ctx, format, name string, v any) error {
	if format == "geojson" {
		attach(c, "application/geo+json", name+".geojson")
		return c.JSON(v, "application/geo+json")
	}
	return c.JSON(v)
}

// oneRow is the table of one haul.
func oneRow(cells []any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) { yield(cells, nil) }
}

// tourRows are the table of a haul over stops: its legs, and the whole.
func tourRows(q *query, t exchange.Tour) iter.Seq2[[]any, error] {
	places := []string{q.text("from")}
	for _, stop := range q.c.Context().QueryArgs().PeekMulti("stop") {
		places = append(places, string(stop))
	}
	places = append(places, q.text("to"))
	return func(yield func([]any, error) bool) {
		for i, l := range t.Legs {
			cells := append(roadCells(fmt.Sprint(i+1), haulEnds{places[l.From], places[l.To]}, l.Road), nil, nil, nil, nil, nil, nil, nil, nil)
			if !yield(cells, nil) {
				return
			}
		}
		yield(haulCells("total", q.ends(), t.Haul), nil)
	}
}

type vehicleHaulWire struct {
	Vehicle string    `json:"vehicle"`
	Haul    *haulWire `json:"haul"` // null: no road for it
}

// haulVehicles answers what a haul costs by every class of vehicles, each with
// its own measures and prices.
func (s *server) haulVehicles(c *fiber.Ctx) error {
	q := query{c: c}
	r := s.tourRequest(&q)
	format := q.haulFile()
	if format == "geojson" {
		q.bad("format", "unknown", "vehicles differ in figures: ask for json, csv or xlsx")
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	var vehicles []geo.Vehicle
	for _, l := range s.x.Fleet() {
		vehicles = append(vehicles, l.Vehicle)
	}
	found, err := s.x.CompareVehicles(c.UserContext(), r, vehicles)
	if err != nil {
		return err
	}
	if format == "" {
		return c.JSON(wireVehicles(found))
	}
	ends := q.ends()
	return sendTable(c, format, "vehicles", haulColumns("class"), func(yield func([]any, error) bool) {
		for _, f := range found {
			cells := append([]any{f.Vehicle.Code, ends.from, ends.to, f.Vehicle.Code}, make([]any, 12)...)
			if f.Haul != nil {
				cells = haulCells(f.Vehicle.Code, ends, *f.Haul)
			}
			if !yield(cells, nil) {
				return
			}
		}
	})
}

func wireVehicles(found []exchange.VehicleHaul) fiber.Map {
	out := make([]vehicleHaulWire, len(found))
	for i, f := range found {
		out[i].Vehicle = f.Vehicle.Code
		if f.Haul != nil {
			w := wireHaul(*f.Haul)
			out[i].Haul = &w
		}
	}
	return fiber.Map{"vehicles": out}
}

// alternativeRows are the table of other ways.
func alternativeRows(q *query, ways []exchange.Alternative) iter.Seq2[[]any, error] {
	ends := q.ends()
	return func(yield func([]any, error) bool) {
		for i, w := range ways {
			if !yield(haulCells(fmt.Sprint(i+1), ends, w.Haul), nil) {
				return
			}
		}
	}
}
