package exchange

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// plane answers with straight roads at 36 km/h; beyond 28° E there are none,
// and on 27.5° E a toll is due.
type plane struct{ Roads }

func (p plane) way(from, to geo.Point) (geo.Road, error) {
	for name, at := range map[string]geo.Point{"from": from, "to": to} {
		if at[0] > 28 {
			return geo.Road{}, &geo.NoRoadError{Field: name, Place: at}
		}
	}
	d := geo.Crow(from, to)
	r := geo.Road{Length: d, Time: geo.Seconds(d / 10), Network: "plane"}
	if to[0] == 27.5 {
		r.Toll = d
	}
	return r, nil
}

func (p plane) Route(_ context.Context, _ geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	r, err := p.way(from, to)
	return r, []geo.Point{from, to}, err
}

func (p plane) OneToMany(_ context.Context, _ geo.Vehicle, from geo.Point, to []geo.Point, _ bool) ([]geo.Road, []error, error) {
	roads, errs := make([]geo.Road, len(to)), make([]error, len(to))
	for i := range to {
		roads[i], errs[i] = p.way(from, to[i])
	}
	return roads, errs, nil
}

func (p plane) Network() geo.Network { return geo.Network{Version: "plane"} }

func on(t *testing.T, from, to geo.Point) HaulRequest {
	t.Helper()
	v, err := geo.VehicleByCode("articulated")
	if err != nil {
		t.Fatal(err)
	}
	return HaulRequest{From: from, To: to, Vehicle: v, Terms: geo.DefaultTerms}
}

func TestTourVisitsStopsInOrder(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	r := TourRequest{HaulRequest: on(t, geo.Point{27, 38}, geo.Point{27.8, 38}), Stops: []geo.Point{{27.5, 38}, {27.2, 38}}}
	given, err := x.Tour(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(given.Visit, []int{0, 1}) || given.Gap != nil || len(given.Legs) != 3 || given.Legs[0].To != 1 || given.Legs[1].Road.Toll != 0 || given.Legs[0].Road.Toll == 0 {
		t.Errorf("got %+v", given)
	}
	r.Best = true
	best, err := x.Tour(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(best.Visit, []int{1, 0}) || best.Gap == nil || *best.Gap != 0 || best.Legs[0].To != 2 || best.Haul.Road.Length >= given.Haul.Road.Length {
		t.Errorf("got %+v", best)
	}
	if want := []geo.Point{{27, 38}, {27.2, 38}, {27.5, 38}, {27.8, 38}}; !slices.Equal(best.Line, want) {
		t.Errorf("line %v", best.Line)
	}
}

// TestTourCosts works a tour's cost out by hand: a detour over a stop 7 km
// north, and straight back.
func TestTourCosts(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	r := TourRequest{HaulRequest: on(t, geo.Point{27, 38}, geo.Point{27.1, 38}), Stops: []geo.Point{{27.05, 38.06}}}
	got, err := x.Tour(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	there := float64(geo.Crow(r.From, r.Stops[0])+geo.Crow(r.Stops[0], r.To)) / 1000
	back := float64(geo.Crow(r.To, r.From)) / 1000
	v := r.Vehicle
	cost := (there+back)*float64(v.PerKm) + ((there+back)/36+1.5*v.Dock)*float64(v.PerHour)
	co2 := (there+back)*float64(v.Empty) + there*float64(v.Full-v.Empty)
	if math.Abs(float64(got.Haul.Cost)-cost) > 1e-6 || math.Abs(float64(got.Haul.CO2e)-co2) > 1e-9 || got.Haul.Trips != 1 {
		t.Errorf("got %+v, want %v TRY, %v kg", got.Haul, cost, co2)
	}
}

func TestTourNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	for _, best := range []bool{false, true} {
		r := TourRequest{HaulRequest: on(t, geo.Point{27, 38}, geo.Point{27.1, 38}), Stops: []geo.Point{{27.05, 38}, {29, 38}}, Best: best}
		var far *geo.NoRoadError
		if _, err := x.Tour(t.Context(), r); !errors.As(err, &far) || far.Field != "stop[1]" {
			t.Errorf("best %v: %v", best, err)
		}
	}
	r := TourRequest{HaulRequest: on(t, geo.Point{27, 38}, geo.Point{270, 38}), Stops: []geo.Point{{0, 91}}}
	var wrong geo.FieldErrors
	if _, err := x.Tour(t.Context(), r); !errors.As(err, &wrong) || len(wrong) != 2 || wrong[0].Field != "to" || wrong[1].Field != "stop[0]" {
		t.Errorf("got %v", err)
	}
	r = TourRequest{HaulRequest: on(t, geo.Point{27, 38}, geo.Point{27, 38}), Stops: make([]geo.Point, MostStops+1)}
	if _, err := x.Tour(t.Context(), r); !errors.As(err, &wrong) || wrong[0].Field != "stop" {
		t.Errorf("got %v", err)
	}
}

func TestMatrixEqualsHauls(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	places := []geo.Point{{27, 38}, {27.5, 38.2}, {29, 38}, {27.1, 38.4}, {27.2, 38}, {27.3, 38.1}}
	r := MatrixRequest{Haul: on(t, geo.Point{}, geo.Point{}), From: places, To: places[:4]}
	r.Haul.Mass = 60
	rows, err := x.Matrix(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		for j, got := range row {
			one := r.Haul
			one.From, one.To = places[i], places[j]
			want, _, err := x.Haul(t.Context(), one)
			if (got == nil) != (err != nil) || got != nil && *got != want {
				t.Errorf("%d to %d: got %+v, want %+v, %v", i, j, got, want, err)
			}
		}
		i++
	}
	if i != len(places) {
		t.Errorf("%d rows", i)
	}
}

func TestMatrixIsBounded(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	many := make([]geo.Point, 1001)
	for name, r := range map[string]MatrixRequest{
		"too many": {Haul: on(t, geo.Point{}, geo.Point{}), From: many, To: many},
		"none":     {Haul: on(t, geo.Point{}, geo.Point{}), From: many},
		"nowhere":  {Haul: on(t, geo.Point{}, geo.Point{}), From: []geo.Point{{27, 99}}, To: many[:1]},
	} {
		var wrong geo.FieldErrors
		if _, err := x.Matrix(t.Context(), r); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAnEngineCannotIsSaid(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	r := on(t, geo.Point{27, 38}, geo.Point{27.1, 38})
	if _, err := x.Alternatives(t.Context(), r); !errors.Is(err, geo.ErrUnsupported) {
		t.Errorf("alternatives: %v", err)
	}
	if _, err := x.Reach(t.Context(), geo.ReachRequest{From: r.From, Vehicle: r.Vehicle, By: geo.ByTime, Upto: []float64{600}}); !errors.Is(err, geo.ErrUnsupported) {
		t.Errorf("reach: %v", err)
	}
}

func TestReachRefuses(t *testing.T) {
	t.Parallel()
	x := New(nil, plane{}, slog.Default())
	tests := map[string]geo.ReachRequest{
		"from":        {From: geo.Point{200, 0}, By: geo.ByTime, Upto: []float64{600}},
		"by":          {By: "taste", Upto: []float64{600}},
		"bands":       {By: geo.ByTime, Upto: []float64{600, 600}},
		"tolerance_m": {By: geo.ByDistance, Upto: []float64{600}, Tolerance: 1},
	}
	for field, r := range tests {
		var wrong geo.FieldErrors
		if _, err := x.Reach(t.Context(), r); !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
