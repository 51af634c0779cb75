package exchange

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/tour"
)

// MostStops bounds the stops of one haul.
const MostStops = 50

// TourRequest asks for a haul over stops, in the order given or in the best.
type TourRequest struct {
	HaulRequest
	Stops []geo.Point
	Best  bool
}

// Tour is a haul over stops. Its mass is aboard from the first place to the
// last, and the way back is direct.
type Tour struct {
	Haul  geo.Haul
	Line  []geo.Point
	Legs  []Leg
	Visit []int      // the given stops' numbers in the order driven
	Gap   *geo.Share // how far above a proved bound the time is; nil in a given order
}

// Leg is the way between two places that follow one another, by their numbers:
// 0 is the first place, then the stops as given, then the last.
type Leg struct {
	From, To int
	Road     geo.Road
	End      geo.Point // of its line
}

// Tour returns what r costs over its stops. The best order is the quickest to
// drive. An error names "from", "to" or "stop[i]".
func (x *Exchange) Tour(ctx context.Context, r TourRequest) (Tour, error) {
	if err := r.validate(); err != nil {
		return Tour{}, err
	}
	places := slices.Concat([]geo.Point{r.From}, r.Stops, []geo.Point{r.To})
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	var out Tour
	if r.Best {
		plan, err := x.plan(ctx, r.Vehicle, places)
		if err != nil {
			return Tour{}, err
		}
		gap := geo.Share(plan.Gap())
		order, out.Gap = plan.Order, &gap
	}
	for _, stop := range order[1 : len(order)-1] {
		out.Visit = append(out.Visit, stop-1)
	}
	road, err := x.drive(ctx, r.Vehicle, places, order, &out)
	if err != nil {
		return Tour{}, err
	}
	back, _, err := x.roads.Route(ctx, r.Vehicle, r.To, r.From)
	if err != nil && r.Terms.Empty > 0 {
		return Tour{}, fmt.Errorf("the way back: %w", err)
	}
	out.Haul = r.carry(geo.Round{There: road, Back: back, Stops: len(r.Stops)})
	return out, nil
}

func (r TourRequest) validate() error {
	var errs geo.FieldErrors
	errs.Add("from", r.HaulRequest.validate())
	if len(r.Stops) > MostStops {
		errs.Add("stop", geo.Invalid("stop", "length", "%d stops are more than %d", len(r.Stops), MostStops))
	}
	errs.Add("stop", validPlaces("stop", r.Stops))
	return errs.Err()
}

// drive finds the legs of an order and returns them as one road.
func (x *Exchange) drive(ctx context.Context, v geo.Vehicle, places []geo.Point, order []int, out *Tour) (geo.Road, error) {
	var whole geo.Road
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		road, line, err := x.roads.Route(ctx, v, places[a], places[b])
		if err != nil {
			return whole, named(err, len(places), a, b)
		}
		if i == 1 {
			whole = road
		} else {
			whole = whole.Then(road)
		}
		end := places[b]
		if len(line) > 0 {
			end = line[len(line)-1]
		}
		out.Legs = append(out.Legs, Leg{a, b, road, end})
		out.Line = append(out.Line, line...)
	}
	out.Line = slices.Compact(out.Line)
	return whole, nil
}

// plan orders places by the time between them.
func (x *Exchange) plan(ctx context.Context, v geo.Vehicle, places []geo.Point) (tour.Plan, error) {
	last := len(places) - 1
	cost := make([][]float64, len(places))
	for i := range cost {
		cost[i] = make([]float64, len(places))
		if i == last {
			break // nothing is driven from there
		}
		roads, errs, err := x.roads.OneToMany(ctx, v, places[i], places, false)
		if err != nil {
			return tour.Plan{}, err
		}
		for j := range roads {
			cost[i][j] = float64(roads[j].Time)
			var near *geo.NoRoadError
			if errors.As(errs[j], &near) && near.Field != "" {
				return tour.Plan{}, named(errs[j], len(places), i, j)
			}
			if errs[j] != nil {
				cost[i][j] = math.Inf(1)
			}
		}
	}
	plan := tour.Best(cost)
	if math.IsInf(plan.Cost, 1) {
		return plan, &geo.NoRoadError{Place: places[last]}
	}
	return plan, nil
}

// named returns err with the names that places of a tour have in a request, of
// n places from a to b.
func named(err error, n, a, b int) error {
	var near *geo.NoRoadError
	if !errors.As(err, &near) {
		return err
	}
	name := func(i int) string {
		switch i {
		case 0:
			return "from"
		case n - 1:
			return "to"
		}
		return fmt.Sprintf("stop[%d]", i-1)
	}
	out := *near
	switch near.Field {
	case "from":
		out.Field = name(a)
	case "to":
		out.Field = name(b)
	}
	return &out
}
