package osm

import (
	"strings"

	"github.com/paulmach/osm"

	"simbiyoz/geo/road"
)

// classes are the highway values that are more than their name says.
var classes = map[string]road.Class{"road": road.Unclassified, "minor": road.Unclassified, "motorway_junction": road.Motorway}

// way reads a road or a ferry; false for anything else.
func way(o *osm.Way) (road.Way, bool) {
	t := tags(o.Tags)
	class, is := classOf(t)
	if !is || len(o.Nodes) < 2 {
		return road.Way{}, false
	}
	w := road.Way{
		ID: int64(o.ID), Class: class, Name: name(t), Ferry: class == road.FerryRoute, Seconds: crossing(t, class),
		Toll: t("toll") == "yes" || t("toll:hgv") == "yes", Roundabout: roundabout(t),
		Forward: t.side("forward", class), Backward: t.side("backward", class),
	}
	w.Forward.Open, w.Backward.Open = directions(t, class)
	t.oneways(&w)
	for _, n := range o.Nodes {
		w.Nodes = append(w.Nodes, int64(n.ID))
	}
	usable := func(s road.Side) bool { return s.Open && (s.Goods != road.AccessNo || s.HGV != road.AccessNo) }
	return w, usable(w.Forward) || usable(w.Backward)
}

// classOf returns a road's rank. Areas, and ways for feet and wheels without
// engines, are no roads; a pedestrian street is one where vans are let in.
func classOf(t tagged) (road.Class, bool) {
	highway := t("highway")
	switch {
	case t("area") == "yes":
		return 0, false
	case t("route") == "ferry":
		return road.FerryRoute, true
	case highway == "pedestrian":
		_, said := meaning(t("motor_vehicle") + t("goods"))
		return road.LivingStreet, said
	}
	if c, known := classes[highway]; known {
		return c, highway != "motorway_junction"
	}
	c, known := road.ClassByName(highway)
	return c, known && c != road.FerryRoute
}

func name(t tagged) string {
	parts := []string{}
	for _, part := range []string{t("ref"), t("name")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func roundabout(t tagged) bool { return t("junction") == "roundabout" || t("junction") == "circular" }

// crossing is how long a ferry takes, s; 0 for what says nothing.
func crossing(t tagged, class road.Class) float64 {
	if class != road.FerryRoute {
		return 0
	}
	return duration(t("duration"))
}

// directions says which ways one may drive.
func directions(t tagged, class road.Class) (forward, backward bool) {
	value := t("oneway")
	for _, key := range []string{"oneway:vehicle", "oneway:motor_vehicle"} { // the narrower counts
		if v := t(key); v != "" {
			value = v
		}
	}
	switch value {
	case "yes", "true", "1":
		return true, false
	case "-1", "reverse":
		return false, true
	case "reversible": // by the hour, and nobody says when
		return false, false
	case "no", "false", "0", "alternating":
		return true, true
	}
	implied := roundabout(t) || class == road.Motorway || class == road.MotorwayLink
	return true, !implied
}

// oneways reads directions that are closed to vans or to lorries alone.
func (t tagged) oneways(w *road.Way) {
	for _, key := range []string{"oneway:hgv", "oneway:goods"} {
		side := &w.Backward
		switch t(key) {
		case "-1":
			side = &w.Forward
		case "yes":
		default:
			continue
		}
		if key == "oneway:hgv" {
			side.HGV = road.AccessNo
		} else {
			side.Goods = road.AccessNo
		}
	}
}

// side reads one direction of a way.
func (t tagged) side(direction string, class road.Class) road.Side {
	toward := t.toward(direction)
	goods, hgv := ordinary(t, class)
	s := road.Side{Limits: toward.limits(goods, hgv)}
	up := slope(t("incline"))
	if direction == "backward" {
		up = -up
	}
	s.Speed, s.TruckSpeed, s.HazmatSpeed = toward.speeds(class, up)
	return s
}

// ordinary is who may enter a road of a class where no tag says: tracks,
// living streets, drives and parking aisles are no way through.
func ordinary(t tagged, class road.Class) (goods, hgv road.Access) {
	switch class {
	case road.Track:
		return road.AccessDestination, road.AccessDestination
	case road.LivingStreet:
		return road.AccessYes, road.AccessDestination
	case road.FerryRoute: // those for feet alone say so, most often
		if t("foot") != "" && t("motor_vehicle") == "" && t("motorcar") == "" && t("vehicle") == "" {
			return road.AccessNo, road.AccessNo
		}
	case road.Service:
		switch t("service") {
		case "driveway", "parking_aisle", "drive-through", "emergency_access":
			return road.AccessDestination, road.AccessDestination
		}
	}
	return road.AccessYes, road.AccessYes
}
