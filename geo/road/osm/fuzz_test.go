package osm

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/paulmach/osm"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// message is a protobuf message in the making.
type message []byte

func (m message) number(field int, v uint64) message {
	return binary.AppendUvarint(binary.AppendUvarint(m, uint64(field)<<3), v)
}

func (m message) bytes(field int, b []byte) message {
	m = binary.AppendUvarint(m, uint64(field)<<3|2)
	return append(binary.AppendUvarint(m, uint64(len(b))), b...)
}

// packed adds numbers, zigzag or as they are.
func (m message) packed(field int, zigzag bool, numbers ...int64) message {
	var b []byte
	for _, n := range numbers {
		if zigzag {
			b = binary.AppendVarint(b, n)
		} else {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	return m.bytes(field, b)
}

// block frames a block of an extract, not compressed.
func block(kind string, m message) []byte {
	blob := message{}.bytes(1, m).number(2, uint64(len(m)))
	head := message{}.bytes(1, []byte(kind)).number(3, uint64(len(blob)))
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...), blob...)
}

// village is an extract of three roads in a row, the first for no lorries, and
// a turn that is forbidden.
func village() []byte {
	words := message{}
	for _, w := range []string{"", "highway", "primary", "hgv", "no", "type", "restriction", "no_straight_on", "from", "via", "to"} {
		words = words.bytes(1, []byte(w))
	}
	nodes := message{}.packed(1, true, 1, 1, 1, 1).packed(8, true, 380_000_000, 0, 10_000, 0).packed(9, true, 270_000_000, 100_000, 0, 100_000)
	way := func(id uint64, tags message, refs ...int64) []byte {
		return tags.number(1, id).packed(8, true, refs...)
	}
	turn := message{}.number(1, 9).packed(2, false, 5, 6).packed(3, false, 6, 7).packed(8, false, 8, 9, 10).packed(9, true, 1, 1, 1).packed(10, false, 1, 1, 1)
	plain := message{}.packed(2, false, 1).packed(3, false, 2)
	roads := message{}.bytes(3, way(1, message{}.packed(2, false, 1, 3).packed(3, false, 2, 4), 1, 1)).
		bytes(3, way(2, plain, 2, 1)).bytes(3, way(3, plain, 3, 1))
	all := message{}.bytes(1, words).bytes(2, message{}.bytes(2, nodes)).bytes(2, roads).bytes(2, message{}.bytes(4, turn))
	head := message{}.bytes(4, []byte("OsmSchema-V0.6")).bytes(4, []byte("DenseNodes"))
	return append(block("OSMHeader", head), block("OSMData", all)...)
}

func TestReadAVillage(t *testing.T) {
	t.Parallel()
	b, text := road.NewBuilder(), village()
	report, err := read(t.Context(), bytes.NewReader(text), int64(len(text)), b, nil)
	if err != nil || report.Ways != 3 || report.Nodes != 4 || report.Restrictions != 1 || !strings.HasPrefix(report.Version, "osm-") {
		t.Fatalf("%+v, %v", report, err)
	}
	g, err := b.Build(t.Context(), road.BuildOptions{})
	if err != nil || g.Info().Edges != 3 || g.Arcs() != 7 { // one of them a shadow
		t.Errorf("%+v, %d arcs, %v", g.Info(), g.Arcs(), err)
	}
}

// FuzzRead feeds the reader broken extracts: it refuses them, or makes roads of
// what it can read.
func FuzzRead(f *testing.F) {
	f.Add(village())
	f.Fuzz(func(t *testing.T, text []byte) {
		b := road.NewBuilder()
		if _, err := read(t.Context(), bytes.NewReader(text), int64(len(text)), b, nil); err != nil {
			return
		}
		b.Build(t.Context(), road.BuildOptions{}) // of no known node there is no road: an error
	})
}

// FuzzRestriction feeds the parser of turn restrictions any tags and members,
// and the builder what comes of it.
func FuzzRestriction(f *testing.F) {
	f.Add("restriction", "no_left_turn", "except", "psv;hgv", []byte{0, 1, 10, 2, 7, 3})
	f.Add("restriction:hgv", "only_straight_on", "day_on", "Monday", []byte{0, 1, 5, 2, 5, 3, 7, 4})
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string, members []byte) {
		r := &osm.Relation{Tags: tagList("type", "restriction", k1, v1, k2, v2)}
		for i := 0; i+1 < len(members); i += 2 {
			r.Members = append(r.Members, osm.Member{Role: []string{"from", "via", "to", ""}[members[i]%4],
				Type: []osm.Type{osm.TypeWay, osm.TypeWay, osm.TypeNode}[members[i]/4%3], Ref: int64(members[i+1] % 12)})
		}
		b := square()
		for _, turn := range restrictions(r) {
			if turn.HGVOnly && turn.NotHGV || turn.ViaNode == 0 && len(turn.ViaWays) == 0 {
				t.Errorf("%+v binds nobody, or leads nowhere", turn)
			}
			b.AddRestriction(turn)
		}
		if _, err := b.Build(t.Context(), road.BuildOptions{}); err != nil {
			t.Error(err)
		}
	})
}

// square is nine nodes, three by three, each joined to its neighbours by ways
// of their own, and a way back to where it began.
func square() *road.Builder {
	b := road.NewBuilder()
	side, way := road.Side{Open: true, Speed: 50, TruckSpeed: 50}, int64(0)
	join := func(nodes ...int64) {
		way++
		b.AddWay(road.Way{ID: way, Nodes: nodes, Forward: side, Backward: side})
	}
	for n := range int64(9) {
		b.AddNode(n+1, geo.Point{27 + 0.01*float64(n%3), 38 + 0.01*float64(n/3)})
		if n%3 > 0 {
			join(n, n+1)
		}
		if n > 2 {
			join(n-2, n+1)
		}
	}
	join(1, 5, 9, 1)
	return b
}
