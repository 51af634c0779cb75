package road

// classNames are OpenStreetMap's words, which maps know.
var classNames = [...]string{
	Motorway: "motorway", Trunk: "trunk", Primary: "primary", Secondary: "secondary", Tertiary: "tertiary",
	Unclassified: "unclassified", Residential: "residential", LivingStreet: "living_street", Service: "service", Track: "track",
	FerryRoute: "ferry", MotorwayLink: "motorway_link", TrunkLink: "trunk_link", PrimaryLink: "primary_link",
	SecondaryLink: "secondary_link", TertiaryLink: "tertiary_link",
}

func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return "road"
}

// ClassByName returns the class that String gives a name.
func ClassByName(name string) (Class, bool) {
	for c, n := range classNames {
		if n == name {
			return Class(c), true
		}
	}
	return 0, false
}
