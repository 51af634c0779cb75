package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

type usesCmd struct {
	Rank usesRank `cmd:"" help:"Say who can use a waste, by the known uses that ship."`
}

type usesRank struct {
	EWC  string `name:"ewc" help:"List of Waste code, such as 100202 or \"10 02 02\", a chapter or group, a product's code, or words."`
	NACE string `name:"nace" help:"Class of the firm that gives it; alone: who takes what such firms usually have."`
	Top  int    `default:"10" help:"How many classes."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints the classes, most likely first.
func (cmd usesRank) Run(s streams) error {
	if cmd.Top < 1 {
		return geo.Invalid("top", "range", "%d is not 1 or more", cmd.Top)
	}
	from, err := cmd.giver()
	if err != nil {
		return err
	}
	uses, err := material.Uses()
	if err != nil {
		return err
	}
	ranked, err := material.Rank(uses, cmd.EWC, from, cmd.Top)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return json.NewEncoder(s.out).Encode(wireRanked(ranked))
	}
	for _, r := range ranked {
		g := r.Reasons[0]
		fmt.Fprintf(s.out, "%-6s %.2f  %s (%s)\n", r.NACE, r.Score, g.Use.UseEN, strings.Join(grounds(g), ", "))
	}
	return nil
}

// giver returns the class of the firm that gives the material, "" when it is not
// known.
func (cmd usesRank) giver() (string, error) {
	if cmd.NACE == "" && cmd.EWC == "" {
		return "", geo.Invalid("ewc", "required", "is missing, and so is nace")
	}
	if cmd.NACE == "" {
		return "", nil
	}
	from, ok := material.ParseNACE(cmd.NACE)
	if !ok {
		return "", geo.Invalid("nace", "unknown", "%q is no class, group or division of NACE Rev. 2", cmd.NACE)
	}
	return from, nil
}

// grounds returns what stands behind a ground, in words.
func grounds(g material.Ground) []string {
	out := []string{string(g.Step)}
	for _, s := range []string{string(g.Use.Evidence), g.Use.Source} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// rankedJSON is a class of firms that can use a material.
type rankedJSON struct {
	NACE    string       `json:"nace"`
	Score   float64      `json:"score"`
	Reasons []groundJSON `json:"reasons"`
}

// groundJSON is a reason: how it was reached, and the evidence where a use is
// known rather than usual.
type groundJSON struct {
	Code     string       `json:"code"`
	Weight   float64      `json:"weight"`
	Material string       `json:"material"`
	Use      string       `json:"use"`
	Count    int          `json:"count"`
	Evidence geo.Evidence `json:"evidence,omitempty"`
	Source   string       `json:"source,omitempty"`
}

func wireRanked(ranked []material.Ranked) []rankedJSON {
	out := make([]rankedJSON, len(ranked))
	for i, r := range ranked {
		out[i] = rankedJSON{NACE: r.NACE, Score: r.Score, Reasons: make([]groundJSON, len(r.Reasons))}
		for j, g := range r.Reasons {
			out[i].Reasons[j] = groundJSON{string(g.Step), g.Weight, g.Use.Material, g.Use.UseEN, g.Count, g.Use.Evidence, g.Use.Source}
		}
	}
	return out
}
