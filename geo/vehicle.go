package geo

// Vehicle is a class of lorry: what it carries, what it demands of a road,
// what it costs and emits.
type Vehicle struct {
	Code    string
	Payload Tonnes
	Volume  float64 // m³
	Gross   Tonnes  // greatest gross weight
	Axle    Tonnes  // greatest weight on one axle
	Height  Metres
	Width   Metres
	Length  Metres
	Hazmat  bool
	PerKm   Lira    // assumption, see PricesDated
	PerHour Lira    // driver and standing cost, assumption
	Fuel    float64 // litres of diesel in 100 km, half laden, assumption; part of PerKm
	Dock    float64 // h to load and unload, a trip
	Empty   KgCO2e  // a km, empty, well-to-wheel
	Full    KgCO2e  // a km, fully laden, well-to-wheel
}

// PricesDated is the month of the lira of Vehicles. No public Turkish tariff
// was found: they are the project's assumption, and every screen lets them be
// changed.
const PricesDated = "2026-11"

// DieselDefault is the diesel price, TRY/l, that PerKm of Vehicles holds: an
// assumption of PricesDated. At another price PerKm changes by the difference
// times Fuel.
const DieselDefault Lira = 60

// Fuelled returns v as it costs at a diesel price of TRY/l.
func (v Vehicle) Fuelled(diesel Lira) Vehicle {
	v.PerKm = max(0, v.PerKm+(diesel-DieselDefault)*Lira(v.Fuel)/100)
	return v
}

// EmissionSource names where the factors of Vehicles come from: combustion
// ("Freighting goods") plus well-to-tank ("WTT- delivery vehs & freight"), a
// vehicle-km, diesel, 0 % and 100 % laden.
const EmissionSource = "UK Government GHG Conversion Factors 2025"

// Vehicles lists the classes, smallest first. Measures are those of the
// common types on Turkish roads within the limits of the Karayolları Trafik
// Yönetmeliği (2.55 m wide, 4.00 m high, 16.50 m and 40 t articulated, 11.5 t
// driving axle).
var Vehicles = []Vehicle{
	{Code: "van", Payload: 1.2, Volume: 11, Gross: 3.5, Axle: 2.1, Height: 2.6, Width: 2.1, Length: 6,
		PerKm: 14, PerHour: 420, Fuel: 10, Dock: 0.5, Empty: 0.34584, Full: 0.34584},
	{Code: "rigid7", Payload: 3.5, Volume: 25, Gross: 7.5, Axle: 5.5, Height: 3.2, Width: 2.4, Length: 8,
		PerKm: 20, PerHour: 480, Fuel: 16, Dock: 0.75, Empty: 0.57165, Full: 0.67012},
	{Code: "rigid18", Payload: 9.5, Volume: 40, Gross: 18, Axle: 11.5, Height: 3.8, Width: 2.55, Length: 10,
		PerKm: 28, PerHour: 540, Fuel: 22, Dock: 1, Empty: 0.68268, Full: 0.87584},
	{Code: "rigid26", Payload: 15, Volume: 50, Gross: 26, Axle: 11.5, Height: 4, Width: 2.55, Length: 12,
		PerKm: 34, PerHour: 560, Fuel: 28, Dock: 1, Empty: 0.95572, Full: 1.37054},
	{Code: "articulated", Payload: 25, Volume: 85, Gross: 40, Axle: 11.5, Height: 4, Width: 2.55, Length: 16.5,
		PerKm: 40, PerHour: 600, Fuel: 32, Dock: 1.5, Empty: 0.79912, Full: 1.32217},
	{Code: "tanker", Payload: 24, Volume: 30, Gross: 40, Axle: 11.5, Height: 3.8, Width: 2.55, Length: 16.5,
		PerKm: 44, PerHour: 650, Fuel: 33, Dock: 1.5, Empty: 0.79912, Full: 1.32217},
	{Code: "hazmat", Payload: 23, Volume: 80, Gross: 40, Axle: 11.5, Height: 4, Width: 2.55, Length: 16.5, Hazmat: true,
		PerKm: 52, PerHour: 750, Fuel: 33, Dock: 2, Empty: 0.79912, Full: 1.32217},
}

// VehicleByCode returns the class named code, or ErrNotFound.
func VehicleByCode(code string) (Vehicle, error) {
	for _, v := range Vehicles {
		if v.Code == code {
			return v, nil
		}
	}
	return Vehicle{}, Invalid("vehicle", "unknown", "%q is no vehicle class", code)
}

// Load returns how many tonnes v takes at once of a material of density kg/m³
// (0: unknown, weight alone limits).
func (v Vehicle) Load(density float64) Tonnes {
	if density <= 0 {
		return v.Payload
	}
	return min(v.Payload, Tonnes(v.Volume*density/1000))
}
