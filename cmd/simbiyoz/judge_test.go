package main

import (
	"reflect"
	"testing"
)

// TestTheBoundLosesNoMatch holds the best of every demo resource, for which
// roads are only asked as long as they can matter, against the best of all
// candidates on all their roads.
func TestTheBoundLosesNoMatch(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	ids, err := h.store(t).Stale(ctx, "another network", 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	cut := 0
	for i := 0; i < len(ids); i += 3 { // all of them are no better proof, and take half a minute
		id := ids[i]
		of, candidates, err := h.x.Candidates(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		all, err := h.x.Judge(ctx, of, candidates, len(candidates)+1)
		if err != nil {
			t.Fatal(err)
		}
		for _, most := range []int{1, 10, 50} {
			few, err := h.x.Judge(ctx, of, candidates, most)
			if err != nil {
				t.Fatal(err)
			}
			if want := all.Best[:min(most, len(all.Best))]; len(want) != len(few.Best) || len(want) > 0 && !reflect.DeepEqual(few.Best, want) {
				t.Fatalf("the best %d of resource %d are others", most, id)
			}
			if len(all.Best) > most {
				cut++
			}
		}
	}
	if cut < 100 {
		t.Errorf("only %d lists were cut: nothing was shown", cut)
	}
}
