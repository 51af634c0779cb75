package road

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// border returns the points on roads at which the way measures upto exactly, in
// seconds or metres: where an outline crosses a road, without the outline's
// tolerance. Where the quickest way jumps over upto, there is none.
func (q *Query) border(ctx context.Context, s *Spread, by geo.By, upto float64) ([]geo.Point, error) {
	var out []geo.Point
	var p profile
	for e := range uint32(len(q.g.length)) {
		if e%8192 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !q.usable(e) || q.g.fragment[e] && !q.g.fragment[s.At.edge] || q.nearest(s, e, by) > upto && e != s.At.edge {
			continue
		}
		p = q.profile(p[:0], s, e)
		for _, slope := range p {
			if share, there := p.reaches(slope, by, upto); there {
				out = append(out, q.g.at(e, share))
			}
		}
	}
	return out, nil
}

// reaches returns the share of the edge at which one of p's slopes measures
// upto, and whether it does so on the edge and is the quickest way there.
func (p profile) reaches(s slope, by geo.By, upto float64) (float64, bool) {
	const exact = 0.5 // s or m
	begin, per := s.ms/1000, s.msPer/1000
	if by == geo.ByDistance {
		begin, per = s.dm/10, s.dmPer/10
	}
	share := (upto - begin) / per
	if !s.along {
		share = 1 - share
	}
	if !(share >= s.begin && share <= s.end) { // also where per is 0
		return 0, false
	}
	time, length, ok := p.at(share)
	measured := float64(time)
	if by == geo.ByDistance {
		measured = float64(length)
	}
	return share, ok && math.Abs(measured-upto) < exact
}

// at returns the point at a share of edge e's line.
func (g *Graph) at(e uint32, share float64) geo.Point {
	line := g.line(e)
	scale := math.Cos(float64(line[1]) / 1e7 * math.Pi / 180)
	step := func(i int) float64 {
		return math.Hypot(float64(line[2*i+2]-line[2*i])*scale, float64(line[2*i+3]-line[2*i+1]))
	}
	whole := 0.0
	for i := range len(line)/2 - 1 {
		whole += step(i)
	}
	left := share * whole
	for i := range len(line)/2 - 1 {
		d := step(i)
		if left > d && i < len(line)/2-2 {
			left -= d
			continue
		}
		t := 0.0
		if d > 0 {
			t = min(1, left/d)
		}
		mix := func(a, b int32) float64 { return (float64(a) + t*float64(b-a)) / 1e7 }
		return orb.Point{mix(line[2*i], line[2*i+2]), mix(line[2*i+1], line[2*i+3])}
	}
	return point(line[0], line[1])
}
