package programme_test

import (
	"strings"
	"testing"

	"simbiyoz/geo/programme"
)

// TestRank: the longer the named part of a code the better, a topic counts as
// one, and who is not available stands last.
func TestRank(t *testing.T) {
	t.Parallel()
	es := []programme.Expert{
		{ID: 1, Materials: []string{"10"}, Available: true},                                // 2/3
		{ID: 2, Materials: []string{"1002", "100202"}, Available: true},                    // 2, the longest alone
		{ID: 3, NACEs: []string{"23"}, Topics: []string{"Cüruf"}, Available: true},         // 2/6 + 1
		{ID: 4, Materials: []string{"100202"}, NACEs: []string{"24.10"}, Available: false}, // away
		{ID: 5, Materials: []string{"19"}, Topics: []string{"cam"}, Available: true},       // nothing
	}
	got := programme.Rank(es, programme.Subject{Materials: []string{"100202"}, NACEs: []string{"24.10", "23.51"}, Words: "Çelikhane CÜRUFU"}, strings.ToLower)
	want := []int64{2, 3, 1, 4}
	if len(got) != len(want) {
		t.Fatalf("%d helpers: %+v", len(got), got)
	}
	for i, id := range want {
		if got[i].ID != id {
			t.Errorf("place %d is %d's, want %d's", i, got[i].ID, id)
		}
	}
	if g := got[0].Grounds; len(g) != 1 || g[0] != (programme.Ground{Kind: "material", Field: "100202"}) {
		t.Errorf("grounds %v", g)
	}
}
