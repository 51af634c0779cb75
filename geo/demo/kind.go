package demo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

//go:embed kinds.csv
var kindsCSV []byte

// kind is a trade with what its firms post.
type kind struct {
	name, nace string
	posts      []post
}

type post struct {
	resource geo.Resource // without quantity
	min, max float64
}

// kinds reads kinds.csv once.
var kinds = sync.OnceValues(func() ([]kind, error) {
	lines, err := csv.NewReader(bytes.NewReader(kindsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("kinds.csv: %w", err)
	}
	var out []kind
	last := ""
	for i, f := range lines[1:] {
		if f[0] != last {
			last = f[0]
			out = append(out, kind{name: f[2], nace: f[1]})
		}
		p, err := readPost(f)
		if err != nil {
			return nil, fmt.Errorf("kinds.csv row %d: %w", i+2, err)
		}
		k := &out[len(out)-1]
		k.posts = append(k.posts, p)
	}
	return out, nil
})

func readPost(f []string) (post, error) {
	m, ok := material.ByCode(f[5])
	if !ok {
		return post{}, fmt.Errorf("material %q: %w", f[5], geo.ErrNotFound)
	}
	p := post{resource: geo.Resource{
		Role: geo.Role(f[3]), Title: f[4], Material: f[5], Category: m.Category, Unit: geo.Unit(f[8]), Interval: geo.Interval(f[9]),
		Form: geo.Form(f[10]), Legal: geo.LegalStatus(f[12]), Season: geo.AllYear,
		Provenance: geo.Declared, Visibility: geo.VisiblePublic,
	}}
	var err error
	if p.min, err = strconv.ParseFloat(f[6], 64); err != nil {
		return p, err
	}
	if p.max, err = strconv.ParseFloat(f[7], 64); err != nil {
		return p, err
	}
	if f[11] != "" {
		density, err := strconv.ParseFloat(f[11], 64)
		if err != nil {
			return p, err
		}
		p.resource.Density = &density
	}
	if f[13] != "" {
		p.resource.Season = 0
		for month := range strings.SplitSeq(f[13], ",") {
			n, err := strconv.Atoi(month)
			if err != nil {
				return p, err
			}
			p.resource.Season |= 1 << (n - 1)
		}
	}
	return p, nil
}
