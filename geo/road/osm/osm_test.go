package osm

import (
	"math"
	"reflect"
	"testing"

	"github.com/paulmach/osm"

	"simbiyoz/geo/road"
)

func tagList(pairs ...string) osm.Tags {
	var t osm.Tags
	for i := 0; i < len(pairs); i += 2 {
		t = append(t, osm.Tag{Key: pairs[i], Value: pairs[i+1]})
	}
	return t
}

// readWay reads a way of two nodes with tags.
func readWay(pairs ...string) (road.Way, bool) {
	return way(&osm.Way{ID: 7, Nodes: osm.WayNodes{{ID: 1}, {ID: 2}}, Tags: tagList(pairs...)})
}

func TestValues(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]uint32{"7.5": 7500, "7,5 t": 7500, "3500 kg": 3500, "10 st": 9072, "8000 lbs": 3629, "none": 0, "": 0, "-3": 0, "1e9": 0, "999999999": 0, "12;7.5": 7500} {
		if got := weight(s); got != want {
			t.Errorf("weight %q: got %d, want %d", s, got, want)
		}
	}
	for s, want := range map[string]uint16{"4": 400, "3.85 m": 385, "13'6\"": 411, "12 ft": 366, "400cm": 400, "default": 0, "below_default": 0, "1e3": 0, "900": 0, "4.2; 3.9": 390, "13 ft 6 in": 411} {
		if got := length(s); got != want {
			t.Errorf("length %q: got %d, want %d", s, got, want)
		}
	}
	for s, want := range map[string]float64{"50": 50, "50 km/h": 50, "30 mph": 48.28032, "TR:rural": 90, "DE:urban": 50, "80;60": 60, "none": 0, "signals": 0, "walk": 7, "900": 200, "10 knots": 18.52, "DE:zone:30": 30, "DE:rural": 100, "DE:motorway": 0, "zone30": 30} {
		if got := speed(s); math.Abs(got-want) > 1e-9 {
			t.Errorf("speed %q: got %v, want %v", s, got, want)
		}
	}
	for s, want := range map[string]float64{"00:25": 1500, "1:02:03": 3723, "40": 2400, "PT1H30M": 5400, "P1DT2H": 93600, "": 0, "soon": 0, "99999999": 0} {
		if got := duration(s); got != want {
			t.Errorf("duration %q: got %v, want %v", s, got, want)
		}
	}
}

func TestWhatIsARoad(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tags  []string
		class road.Class
		is    bool
	}{
		"motorway":             {[]string{"highway", "motorway"}, road.Motorway, true},
		"slip road":            {[]string{"highway", "primary_link"}, road.PrimaryLink, true},
		"unknown rank":         {[]string{"highway", "road"}, road.Unclassified, true},
		"ferry":                {[]string{"route", "ferry", "duration", "00:30"}, road.FerryRoute, true},
		"ferry for feet":       {[]string{"route", "ferry", "foot", "yes"}, 0, false},
		"planned":              {[]string{"highway", "proposed"}, 0, false},
		"footway":              {[]string{"highway", "footway"}, 0, false},
		"being built":          {[]string{"highway", "construction"}, 0, false},
		"a square":             {[]string{"highway", "service", "area", "yes"}, 0, false},
		"closed to all":        {[]string{"highway", "residential", "access", "no"}, 0, false},
		"pedestrian":           {[]string{"highway", "pedestrian"}, 0, false},
		"pedestrian, delivery": {[]string{"highway", "pedestrian", "motor_vehicle", "delivery"}, road.LivingStreet, true},
		"reversible":           {[]string{"highway", "primary", "oneway", "reversible"}, 0, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, is := readWay(c.tags...)
			if is != c.is || is && w.Class != c.class {
				t.Errorf("got %v %v", w.Class, is)
			}
		})
	}
}

func TestDirections(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tags              []string
		forward, backward bool
	}{
		"both ways":       {[]string{"highway", "primary"}, true, true},
		"oneway":          {[]string{"highway", "primary", "oneway", "yes"}, true, false},
		"against":         {[]string{"highway", "primary", "oneway", "-1"}, false, true},
		"motorway":        {[]string{"highway", "motorway"}, true, false},
		"two-way ramp":    {[]string{"highway", "motorway_link", "oneway", "no"}, true, true},
		"oneway but not":  {[]string{"highway", "primary", "oneway", "yes", "oneway:motor_vehicle", "no"}, true, true},
		"engines oneway":  {[]string{"highway", "primary", "oneway:motor_vehicle", "yes"}, true, false},
		"roundabout":      {[]string{"highway", "tertiary", "junction", "roundabout"}, true, false},
		"taking turns":    {[]string{"highway", "primary", "oneway", "alternating"}, true, true},
		"a word nonsense": {[]string{"highway", "primary", "oneway", "maybe"}, true, true},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := readWay(c.tags...)
			if w.Forward.Open != c.forward || w.Backward.Open != c.backward {
				t.Errorf("got %v %v", w.Forward.Open, w.Backward.Open)
			}
		})
	}
}

func TestWhoMayPass(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tags []string
		want road.Limits
	}{
		"no lorries":                    {[]string{"hgv", "no"}, road.Limits{HGV: road.AccessNo}},
		"lorries alone":                 {[]string{"access", "no", "hgv", "yes"}, road.Limits{Goods: road.AccessNo}},
		"deliveries":                    {[]string{"hgv", "delivery"}, road.Limits{HGV: road.AccessDelivery}},
		"private":                       {[]string{"access", "private"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}},
		"cars are no vans":              {[]string{"motorcar", "no"}, road.Limits{}},
		"motor vehicles":                {[]string{"motor_vehicle", "destination"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}},
		"dangerous goods":               {[]string{"hazmat", "no"}, road.Limits{Hazmat: road.AccessNo}},
		"several words":                 {[]string{"access", "forestry;destination"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}},
		"a word nobody knows":           {[]string{"access", "perhaps"}, road.Limits{}},
		"at certain hours":              {[]string{"hgv:conditional", "no @ (22:00-06:00)"}, road.Limits{}},
		"weight":                        {[]string{"maxweight", "7.5"}, road.Limits{WeightKg: 7500}},
		"two weights":                   {[]string{"maxweight", "20", "maxweightrating:hgv", "7.5"}, road.Limits{WeightKg: 7500}},
		"axle, height, measure":         {[]string{"maxaxleload", "8", "maxheight", "3.8", "maxwidth", "2.3", "maxlength", "12"}, road.Limits{AxleKg: 8000, HeightCm: 380, WidthCm: 230, LengthCm: 1200}},
		"in kilograms":                  {[]string{"maxweight", "3500 kg"}, road.Limits{WeightKg: 3500}},
		"in feet":                       {[]string{"maxheight", "13'6\""}, road.Limits{HeightCm: 411}},
		"locals alone":                  {[]string{"hgv", "local"}, road.Limits{HGV: road.AccessDestination}},
		"a permit":                      {[]string{"access", "permit"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}},
		"customers":                     {[]string{"motor_vehicle", "customers"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}},
		"farmers":                       {[]string{"motor_vehicle", "agricultural", "hgv", "yes"}, road.Limits{Goods: road.AccessNo}},
		"the narrower counts":           {[]string{"access", "no", "motor_vehicle", "yes", "hgv", "destination"}, road.Limits{HGV: road.AccessDestination}},
		"a way for lorries":             {[]string{"hgv", "designated"}, road.Limits{}},
		"no vans":                       {[]string{"goods", "no"}, road.Limits{Goods: road.AccessNo}},
		"a way for hazmat":              {[]string{"hazmat", "designated"}, road.Limits{}},
		"some hazmat":                   {[]string{"hazmat:E", "no"}, road.Limits{Hazmat: road.AccessNo}},
		"for the water's sake":          {[]string{"hazmat:water", "no"}, road.Limits{Hazmat: road.AccessNo}},
		"a tunnel of category C":        {[]string{"hazmat:adr_tunnel_cat", "C"}, road.Limits{Hazmat: road.AccessNo}},
		"a tunnel of category A":        {[]string{"hazmat:adr_tunnel_cat", "A"}, road.Limits{}},
		"a train's weight":              {[]string{"maxgcweight", "28"}, road.Limits{WeightKg: 28_000}},
		"weight but to get there":       {[]string{"maxweight", "7.5", "maxweight:conditional", "none @ destination"}, road.Limits{DestinationKg: 7500}},
		"two weights, one to get there": {[]string{"maxweight", "30", "maxweightrating:hgv", "7.5", "maxweightrating:hgv:conditional", "none @ (delivery)"}, road.Limits{WeightKg: 30_000, DestinationKg: 7500}},
		"weight at night":               {[]string{"maxweight", "7.5", "maxweight:conditional", "none @ (06:00-22:00)"}, road.Limits{WeightKg: 7500}},
		"no lorries but to get there":   {[]string{"hgv", "no", "hgv:conditional", "yes @ (destination)"}, road.Limits{HGV: road.AccessDestination}},
		"no heavy ones":                 {[]string{"hgv:conditional", "no @ (weight>7.5)"}, road.Limits{WeightKg: 7500}},
		"heavy ones to get there":       {[]string{"hgv:conditional", "delivery @ (maxweightrating > 12)"}, road.Limits{DestinationKg: 12_000}},
		"default height":                {[]string{"maxheight", "default"}, road.Limits{}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, is := readWay(append([]string{"highway", "primary"}, c.tags...)...)
			if !is || w.Forward.Limits != c.want || w.Backward.Limits != c.want {
				t.Errorf("%v: got %+v and %+v, want %+v", is, w.Forward.Limits, w.Backward.Limits, c.want)
			}
		})
	}
}

func TestOneDirectionOnly(t *testing.T) {
	t.Parallel()
	w, _ := readWay("highway", "primary", "maxweight:forward", "12", "hgv:backward", "no", "maxspeed:backward", "30", "oneway:hgv", "yes")
	if w.Forward.WeightKg != 12_000 || w.Backward.WeightKg != 0 || w.Forward.HGV != road.AccessYes || w.Backward.HGV != road.AccessNo {
		t.Errorf("got %+v, %+v", w.Forward.Limits, w.Backward.Limits)
	}
	if w.Forward.Speed <= w.Backward.Speed || w.Backward.Speed != 27 {
		t.Errorf("speeds %v, %v", w.Forward.Speed, w.Backward.Speed)
	}
}

func TestSpeeds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tags               []string
		van, truck, hazmat float64
	}{
		"by habit":                {[]string{"highway", "secondary"}, 60, 52, 50},
		"signed":                  {[]string{"highway", "secondary", "maxspeed", "50"}, 45, 45, 30},
		"signed for HGVs":         {[]string{"highway", "trunk", "maxspeed:hgv", "60"}, 85, 54, 50},
		"signed for vans":         {[]string{"highway", "trunk", "maxspeed:goods", "60"}, 54, 75, 50},
		"signed for hazmat":       {[]string{"highway", "trunk", "oneway", "yes", "maxspeed:hazmat", "40"}, 85, 75, 36},
		"divided":                 {[]string{"highway", "trunk", "oneway", "yes", "maxspeed", "110"}, 99, 85, 60},
		"two-way":                 {[]string{"highway", "trunk", "maxspeed", "110"}, 85, 80, 50},
		"motorway":                {[]string{"highway", "motorway"}, 105, 85, 70},
		"fast motorway":           {[]string{"highway", "motorway", "maxspeed", "140"}, 110, 85, 70},
		"motorway without limit":  {[]string{"highway", "motorway", "maxspeed", "none", "source:maxspeed", "DE:motorway"}, 105, 85, 70},
		"a town's":                {[]string{"highway", "primary", "source:maxspeed", "TR:urban"}, 45, 45, 30},
		"a country's":             {[]string{"highway", "primary", "maxspeed:type", "DE:rural"}, 85, 80, 50},
		"a bold sign":             {[]string{"highway", "residential", "maxspeed", "90"}, 36.4, 28.6, 28.6},
		"on gravel":               {[]string{"highway", "tertiary", "surface", "gravel"}, 35, 30.8, 30.8},
		"rough":                   {[]string{"highway", "tertiary", "smoothness", "bad"}, 35, 30.8, 30.8},
		"the worst of all":        {[]string{"highway", "track", "surface", "mud", "tracktype", "grade5"}, 6, 4, 4},
		"uphill":                  {[]string{"highway", "primary", "incline", "8%"}, 72, 26.890, 26.890},
		"downhill, not too steep": {[]string{"highway", "primary", "incline", "-4%"}, 72, 62, 50},
		"downhill, steep":         {[]string{"highway", "primary", "incline", "-8 %"}, 72, 26.890, 26.890},
		"up, nobody says how":     {[]string{"highway", "primary", "incline", "up"}, 72, 62, 50},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := readWay(c.tags...)
			got := []float64{w.Forward.Speed, w.Forward.TruckSpeed, w.Forward.HazmatSpeed}
			for i, want := range []float64{c.van, c.truck, c.hazmat} {
				if math.Abs(got[i]-want) > 1e-3 {
					t.Errorf("got %v, want %v, %v, %v", got, c.van, c.truck, c.hazmat)
				}
			}
		})
	}
	if w, _ := readWay("highway", "primary", "incline", "5%"); w.Backward.TruckSpeed != 62 || w.Forward.TruckSpeed > 42 {
		t.Errorf("up %v, down %v", w.Forward.TruckSpeed, w.Backward.TruckSpeed)
	}
}

func TestBarriers(t *testing.T) {
	t.Parallel()
	no := road.Limits{Goods: road.AccessNo, HGV: road.AccessNo}
	tests := map[string]struct {
		tags []string
		want road.Limits
		bars bool
	}{
		"bollard":           {[]string{"barrier", "bollard"}, no, true},
		"bollard, let in":   {[]string{"barrier", "bollard", "motor_vehicle", "yes"}, road.Limits{}, false},
		"gate":              {[]string{"barrier", "gate"}, road.Limits{}, false},
		"private gate":      {[]string{"barrier", "lift_gate", "access", "private"}, road.Limits{Goods: road.AccessDestination, HGV: road.AccessDestination}, true},
		"height restrictor": {[]string{"barrier", "height_restrictor", "maxheight", "2.1"}, road.Limits{HeightCm: 210}, true},
		"toll booth":        {[]string{"barrier", "toll_booth"}, road.Limits{}, false},
		"locked gate":       {[]string{"barrier", "gate", "locked", "yes"}, no, true},
		"a house's door":    {[]string{"entrance", "yes", "access", "private"}, road.Limits{}, false},
		"low wires":         {[]string{"maxheight", "3.2"}, road.Limits{HeightCm: 320}, true},
		"a plain node":      {nil, road.Limits{}, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, bars := barrier(tags(tagList(c.tags...))); got != c.want || bars != c.bars {
				t.Errorf("got %+v %v", got, bars)
			}
		})
	}
}

func TestRestrictions(t *testing.T) {
	t.Parallel()
	way := func(role string, id int64) osm.Member { return osm.Member{Type: osm.TypeWay, Role: role, Ref: id} }
	via := osm.Member{Type: osm.TypeNode, Role: "via", Ref: 9}
	tests := map[string]struct {
		tags    []string
		members osm.Members
		want    []road.Restriction
	}{
		"no left turn":              {[]string{"restriction", "no_left_turn"}, osm.Members{way("from", 1), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9}}},
		"only straight":             {[]string{"restriction", "only_straight_on"}, osm.Members{way("from", 1), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9, Only: true}}},
		"over a way":                {[]string{"restriction", "no_u_turn"}, osm.Members{way("from", 1), way("via", 3), way("via", 4), way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaWays: []int64{3, 4}}}},
		"lorries alone":             {[]string{"restriction:hgv", "no_right_turn"}, osm.Members{way("from", 1), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9, HGVOnly: true}}},
		"not lorries":               {[]string{"restriction", "no_right_turn", "except", "psv; hgv"}, osm.Members{way("from", 1), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9, NotHGV: true}}},
		"vans and lorries excepted": {[]string{"restriction", "no_right_turn", "except", "motor_vehicle"}, osm.Members{way("from", 1), via, way("to", 2)}, nil},
		"vans excepted":             {[]string{"restriction", "no_right_turn", "except", "goods"}, osm.Members{way("from", 1), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9, HGVOnly: true}}},
		"lorries otherwise": {[]string{"restriction", "no_right_turn", "restriction:hgv", "only_straight_on"}, osm.Members{way("from", 1), via, way("to", 2)},
			[]road.Restriction{{From: 1, To: 2, ViaNode: 9, NotHGV: true}, {From: 1, To: 2, ViaNode: 9, Only: true, HGVOnly: true}}},
		"dangerous goods alone":          {[]string{"restriction:hazmat", "no_right_turn"}, osm.Members{way("from", 1), via, way("to", 2)}, nil},
		"in old style, by the hour":      {[]string{"restriction", "no_left_turn", "hour_on", "07:00", "hour_off", "09:00"}, osm.Members{way("from", 1), via, way("to", 2)}, nil},
		"a condition in the wrong place": {[]string{"restriction", "no_left_turn @ (07:00-09:00)"}, osm.Members{way("from", 1), via, way("to", 2)}, nil},
		"both kinds of via":              {[]string{"restriction", "no_left_turn"}, osm.Members{way("from", 1), via, way("via", 3), way("to", 2)}, nil},
		"no entry":                       {[]string{"restriction", "no_entry"}, osm.Members{way("from", 1), way("from", 5), via, way("to", 2)}, []road.Restriction{{From: 1, To: 2, ViaNode: 9}, {From: 5, To: 2, ViaNode: 9}}},
		"no via":                         {[]string{"restriction", "no_left_turn"}, osm.Members{way("from", 1), way("to", 2)}, nil},
		"by the hour":                    {[]string{"restriction:conditional", "no_left_turn @ (07:00-09:00)"}, osm.Members{way("from", 1), via, way("to", 2)}, nil},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &osm.Relation{Tags: tagList(append([]string{"type", "restriction"}, c.tags...)...), Members: c.members}
			if got := restrictions(r); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"7.5 t", "13'6\"", "PT1H", "00:30", "TR:urban", "30 mph", "99999999999999999999", "1'", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		weight(s)
		length(s)
		if v := speed(s); !(v >= 0 && v <= 200) {
			t.Errorf("speed %q is %v", s, v)
		}
		if v := duration(s); !(v >= 0 && v <= 31*86400) {
			t.Errorf("duration %q is %v", s, v)
		}
	})
}

func FuzzWay(f *testing.F) {
	f.Add("highway", "primary", "oneway", "-1", "maxspeed", "x")
	f.Add("route", "ferry", "duration", "P", "hgv", "no;yes")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2, k3, v3 string) {
		w, is := readWay("highway", "primary", k1, v1, k2, v2, k3, v3)
		if is && !(w.Forward.Speed >= slowest && w.Backward.TruckSpeed >= slowest && w.Forward.TruckSpeed <= lorryCap) {
			t.Errorf("speeds of %+v", w)
		}
	})
}
