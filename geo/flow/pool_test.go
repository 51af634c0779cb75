package flow

import (
	"reflect"
	"testing"

	"simbiyoz/geo"
)

// street is a road of one dimension: places are km on it, a km takes a minute.
func street(from, to int) (Way, bool) {
	km := max(from-to, to-from)
	return Way{geo.Metres(km) * 1000, geo.Seconds(km) * 60}, km < 1000
}

func TestBackhauls(t *testing.T) {
	t.Parallel()
	trips := []Trip{
		{From: 0, To: 50, Vehicle: "articulated", Count: 10},
		{From: 55, To: 5, Vehicle: "articulated", Count: 4},  // the way back of the first: 50 + 50 − 5 − 5 = 90 km
		{From: 40, To: 10, Vehicle: "articulated", Count: 9}, // 50 + 30 − 10 − 10 = 60 km
		{From: 55, To: 5, Vehicle: "hazmat", Count: 10},
		{From: 55, To: 5, Vehicle: "van", Count: 10},
		{From: 60, To: 70, Vehicle: "articulated", Count: 10}, // goes the same way
	}
	got := Backhauls(trips, street)
	want := []Backhaul{
		{A: 0, B: 1, Rounds: 4, Saved: Way{360_000, 4 * 90 * 60}},
		{A: 0, B: 2, Rounds: 6, Saved: Way{360_000, 6 * 60 * 60}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestBackhaulsNeedARoad(t *testing.T) {
	t.Parallel()
	trips := []Trip{{From: 0, To: 2000, Vehicle: "van", Count: 1}, {From: 2000, To: 0, Vehicle: "van", Count: 1}}
	if got := Backhauls(trips, street); len(got) > 0 {
		t.Errorf("got %+v where no road leads", got)
	}
}

func TestRounds(t *testing.T) {
	t.Parallel()
	// the sink is at 0; alone the first three drive 2 × (30 + 32 + 35) km
	lots := []Lot{{30, 4}, {32, 5}, {35, 6}, {-40, 9}, {1, 14}}
	got := Rounds(lots, 0, 15, street)
	if len(got) != 1 || got[0].Mass != 15 || len(got[0].Lots) != 3 {
		t.Fatalf("got %+v, want the first three in one round", got)
	}
	km, at := 0, 0
	for _, l := range got[0].Lots {
		way, _ := street(at, lots[l].At)
		km, at = km+int(way.Length.Km()), lots[l].At
	}
	km += at
	if saved := got[0].Saved.Length.Km(); int(saved) != 2*(30+32+35)-km {
		t.Errorf("says that %v km are saved, a round of %d km saves %d", saved, km, 2*(30+32+35)-km)
	}
}
