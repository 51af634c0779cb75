package osm

import (
	"errors"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

// wanted says which elements of a block are to be decoded.
type wanted struct {
	way      func(osm.Tags) bool
	relation func(osm.Tags) bool
	node     func(id int64) bool
}

// elements are a block's.
type elements struct {
	ways      []*osm.Way
	relations []*osm.Relation
	nodes     []*osm.Node
}

var errWord = errors.New("a tag has no word")

// decode reads the wanted elements of a block.
func (w wanted) decode(block []byte) (out elements, err error) {
	b := decoder{wanted: w, out: &out, step: 100}
	var groups [][]byte
	err = fields(block, func(f field) error {
		switch f.number {
		case 1:
			return fields(f.bytes, func(f field) error {
				b.words = append(b.words, string(f.bytes))
				return nil
			})
		case 2:
			groups = append(groups, f.bytes)
		case 17:
			b.step = int64(int32(f.value))
		case 19:
			b.lat = int64(f.value)
		case 20:
			b.lon = int64(f.value)
		}
		return nil
	})
	for i := 0; i < len(groups) && err == nil; i++ {
		err = fields(groups[i], b.element)
	}
	return out, err
}

// decoder reads one block's elements.
type decoder struct {
	wanted
	out      *elements
	words    []string
	step     int64 // nanodegrees
	lat, lon int64 // of where positions count from, nanodegrees
}

func (d *decoder) element(f field) error {
	switch {
	case f.number == 1 && d.node != nil:
		return d.single(f.bytes)
	case f.number == 2 && d.node != nil:
		return d.dense(f.bytes)
	case f.number == 3 && d.way != nil:
		return d.road(f.bytes)
	case f.number == 4 && d.relation != nil:
		return d.turn(f.bytes)
	}
	return nil
}

// numbers reads a list of numbers.
func numbers(b []byte) ([]uint64, error) {
	out := make([]uint64, 0, len(b))
	for len(b) > 0 {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		out, b = append(out, v), b[n:]
	}
	return out, nil
}

// sums reads a list of which each number is told by how much it is more than
// the one before.
func sums(b []byte) ([]int64, error) {
	steps, err := numbers(b)
	out, at := make([]int64, len(steps)), int64(0)
	for i, s := range steps {
		at += protowire.DecodeZigZag(s)
		out[i] = at
	}
	return out, err
}

func (d *decoder) word(i uint64) (string, error) {
	if i >= uint64(len(d.words)) {
		return "", errWord
	}
	return d.words[i], nil
}

// tags joins keys and values.
func (d *decoder) tags(keys, values []uint64) (osm.Tags, error) {
	if len(keys) != len(values) {
		return nil, errWord
	}
	out := make(osm.Tags, len(keys))
	for i := range keys {
		key, err := d.word(keys[i])
		value, err2 := d.word(values[i])
		if err = errors.Join(err, err2); err != nil {
			return nil, err
		}
		out[i] = osm.Tag{Key: key, Value: value}
	}
	return out, nil
}

// lists reads the lists of an element: its fields of bytes, by number.
func lists(b []byte) (id uint64, out map[protowire.Number][]byte, err error) {
	out = map[protowire.Number][]byte{}
	err = fields(b, func(f field) error {
		if f.bytes != nil {
			out[f.number] = f.bytes
		} else if f.number == 1 {
			id = f.value
		}
		return nil
	})
	return id, out, err
}

// tagged reads the tags of an element's lists.
func (d *decoder) tagged(of map[protowire.Number][]byte) (osm.Tags, error) {
	keys, err := numbers(of[2])
	if err != nil {
		return nil, err
	}
	values, err := numbers(of[3])
	if err != nil {
		return nil, err
	}
	return d.tags(keys, values)
}

func (d *decoder) road(b []byte) error {
	id, of, err := lists(b)
	if err != nil {
		return err
	}
	tags, err := d.tagged(of)
	if err != nil || !d.way(tags) {
		return err
	}
	refs, err := sums(of[8])
	w := &osm.Way{ID: osm.WayID(id), Tags: tags, Nodes: make(osm.WayNodes, len(refs))}
	for i, n := range refs {
		w.Nodes[i].ID = osm.NodeID(n)
	}
	d.out.ways = append(d.out.ways, w)
	return err
}

func (d *decoder) turn(b []byte) error {
	id, of, err := lists(b)
	if err != nil {
		return err
	}
	tags, err := d.tagged(of)
	if err != nil || !d.relation(tags) {
		return err
	}
	roles, err := numbers(of[8])
	if err != nil {
		return err
	}
	refs, err := sums(of[9])
	if err != nil {
		return err
	}
	kinds, err := numbers(of[10])
	if err != nil {
		return err
	}
	if len(refs) != len(roles) || len(kinds) != len(roles) {
		return errors.New("a relation's members do not fit each other")
	}
	r := &osm.Relation{ID: osm.RelationID(id), Tags: tags, Members: make(osm.Members, len(refs))}
	for i := range refs {
		role, err := d.word(roles[i])
		if err != nil {
			return err
		}
		r.Members[i] = osm.Member{Role: role, Ref: refs[i], Type: kindOf(kinds[i])}
	}
	d.out.relations = append(d.out.relations, r)
	return nil
}

func kindOf(n uint64) osm.Type {
	switch n {
	case 0:
		return osm.TypeNode
	case 1:
		return osm.TypeWay
	}
	return osm.TypeRelation
}

func (d *decoder) single(b []byte) error {
	var id, lat, lon int64
	of := map[protowire.Number][]byte{}
	err := fields(b, func(f field) error {
		switch f.number {
		case 1:
			id = protowire.DecodeZigZag(f.value)
		case 2, 3:
			of[f.number] = f.bytes
		case 8:
			lat = protowire.DecodeZigZag(f.value)
		case 9:
			lon = protowire.DecodeZigZag(f.value)
		}
		return nil
	})
	if err != nil || !d.node(id) {
		return err
	}
	tags, err := d.tagged(of)
	d.add(id, lat, lon, tags)
	return err
}

// dense reads a block's nodes, told in lists: their tags are pairs of words,
// with a 0 after each node's last.
func (d *decoder) dense(b []byte) error {
	_, of, err := lists(b)
	if err != nil {
		return err
	}
	ids, err1 := sums(of[1])
	lats, err2 := sums(of[8])
	lons, err3 := sums(of[9])
	words, err4 := numbers(of[10])
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	if len(lats) != len(ids) || len(lons) != len(ids) {
		return errors.New("nodes and their places do not fit each other")
	}
	for i, id := range ids {
		var keys, values []uint64
		for len(words) > 0 && words[0] != 0 {
			if len(words) < 2 {
				return errWord
			}
			keys, values, words = append(keys, words[0]), append(values, words[1]), words[2:]
		}
		if len(words) > 0 {
			words = words[1:]
		}
		if !d.node(id) {
			continue
		}
		tags, err := d.tags(keys, values)
		if err != nil {
			return err
		}
		d.add(id, lats[i], lons[i], tags)
	}
	return nil
}

// add adds a node, if it lies on the earth.
func (d *decoder) add(id, lat, lon int64, tags osm.Tags) {
	n := &osm.Node{ID: osm.NodeID(id), Tags: tags,
		Lat: float64(d.lat+d.step*lat) / 1e9, Lon: float64(d.lon+d.step*lon) / 1e9}
	if n.Lat >= -90 && n.Lat <= 90 && n.Lon >= -180 && n.Lon <= 180 {
		d.out.nodes = append(d.out.nodes, n)
	}
}
