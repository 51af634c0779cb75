package izmir

import (
	"fmt"

	"simbiyoz/geo"
)

// Place is a district centre, a town or a road junction.
type Place struct {
	Code     string // stable slug, such as "karaburun-ayrimi"
	Name     string // Turkish
	Point    geo.Point
	Accuracy geo.Metres // how far Point may be off
}

// Districts returns the centres of İzmir's 30 districts in order of their
// codes.
func Districts() ([]Place, error) { return places("districts.csv", districtsCSV) }

// Junctions returns where the coarse network's roads meet besides the district
// centres: other towns, interchanges and turn-offs, those just outside the
// province included.
func Junctions() ([]Place, error) { return places("junctions.csv", junctionsCSV) }

func places(name string, table []byte) ([]Place, error) {
	lines, err := rows(name, table)
	if err != nil {
		return nil, err
	}
	out := make([]Place, len(lines))
	for i, r := range lines {
		p, err := r.point()
		if err != nil {
			return nil, fmt.Errorf("%s row %d: %w", name, i+2, err)
		}
		accuracy, err := r.number("accuracy_m")
		if err != nil {
			return nil, fmt.Errorf("%s row %d: %w", name, i+2, err)
		}
		out[i] = Place{Code: r["code"], Name: r["name"], Point: p, Accuracy: geo.Metres(accuracy)}
	}
	return out, nil
}
