package demo

import (
	"time"

	"simbiyoz/geo/programme"
)

// Calls returns invented calls of the three cooperation programmes as they stand
// on a day: two take applications, one comes, one is over.
func Calls(today time.Time) []programme.Call {
	lira := func(v float64) *float64 { return &v }
	day := func(n int) time.Time { return today.UTC().Truncate(24*time.Hour).AddDate(0, 0, n) }
	return []programme.Call{
		{Kind: "academic_industry", State: programme.CallOpen, Opens: day(-20), Closes: day(40), Budget: lira(6_000_000), Limit: lira(1_200_000), Demo: true,
			TitleTR: "Yan ürünlerden yeni malzemeler: üniversite–sanayi projeleri (kurgu)",
			TitleEN: "New materials of by-products: projects of universities with firms (invented)",
			AsksTR: `Bir firma ile bir üniversitenin, bir yan ürünün ya da atığın yeni bir kullanımını birlikte araştırması.
Özette şunları yazın: hangi malzeme, yılda kaç ton; nerede kullanılacak; hangi deneyler yapılacak; proje kaç ay sürecek.
Bu çağrı deneme verisidir, gerçek bir destek değildir.`,
			AsksEN: `A firm and a university look together into a new use of a by-product or waste.
Tell in the summary: which material, how many tonnes a year; where it would be used; which experiments; how many months it takes.
This call is invented and gives no real funding.`},
		{Kind: "support", State: programme.CallOpen, Opens: day(-5), Closes: day(25), Budget: lira(2_500_000), Limit: lira(250_000), Demo: true,
			TitleTR: "Sinerjiyi uygulamaya geçirme desteği (kurgu)",
			TitleEN: "Support for carrying a synergy out (invented)",
			AsksTR: `Görüşme ya da numune aşamasındaki bir sinerjinin analiz, fizibilite ya da ilk sevkiyat giderleri için.
Özette sinerjinin hangi aşamada olduğunu, neyin eksik olduğunu ve destekle ne yapılacağını yazın; sinerjiyi listeden seçin.
Bu çağrı deneme verisidir, gerçek bir destek değildir.`,
			AsksEN: `For the analysis, feasibility study or first deliveries of a synergy that is being discussed or whose sample was exchanged.
Tell in the summary how far it has come, what is missing and what the support is for; choose the synergy from the list.
This call is invented and gives no real funding.`},
		{Kind: "doctoral", State: programme.CallOpen, Opens: day(14), Closes: day(75), Limit: lira(900_000), Demo: true,
			TitleTR: "Endüstriyel simbiyozda doktora: tesiste araştırma (kurgu)",
			TitleEN: "A doctorate in industrial symbiosis: research at a plant (invented)",
			AsksTR: `Tezini bir tesiste yürütecek doktora öğrencileri ve danışmanları için; firma, öğrenciye veri ve laboratuvar açar.
Özette araştırma sorusunu, tesisi ve danışmanı yazın.
Bu çağrı deneme verisidir, gerçek bir destek değildir.`,
			AsksEN: `For doctoral students who do their research at a plant, and their supervisors; the firm opens its data and laboratory.
Tell in the summary the question, the plant and the supervisor.
This call is invented and gives no real funding.`},
		{Kind: "support", State: programme.CallOpen, Opens: day(-120), Closes: day(-30), Budget: lira(1_000_000), Demo: true,
			TitleTR: "Yan ürün uygunluk başvurusu desteği, bahar dönemi (kurgu)",
			TitleEN: "Support for by-product approvals, spring (invented)",
			AsksTR:  "Yan ürün uygunluğu için gereken analiz ve rapor giderleri. Bu çağrı deneme verisidir, gerçek bir destek değildir.",
			AsksEN:  "Analyses and reports that an approval as a by-product needs. This call is invented and gives no real funding."},
	}
}

// Applications are invented: each is of the demo's account with that name before
// the @, to the call in that place of Calls, and has come as far as its decisions.
var Applications = []struct {
	Of        string
	To        int
	Is        programme.Application
	Decisions []programme.Decision
}{
	{"uzman", 0, programme.Application{Summary: "Cüruf tozunun hafif agregada kullanımı: yılda 1.200 ton, üç reçete, altı ay deney (kurgu).", Contact: "uzman@demo.example", Partners: "Kurgu Üniversitesi, Malzeme Mühendisliği"}, nil},
	{"veren", 0, programme.Application{Summary: "Filtre tozumuzun seramik sırda denenmesi: yılda 300 ton, iki üniversiteyle (kurgu).", Contact: "veren@demo.example"},
		[]programme.Decision{{To: programme.Shortlisted, Reason: "Deney planını iki sayfaya genişletmenizi bekliyoruz (kurgu)."}}},
	{"veren", 1, programme.Application{Summary: "Numunesi uygun çıkan sinerjimizin ilk on sevkiyatının taşıma gideri (kurgu).", Contact: "veren@demo.example"},
		[]programme.Decision{{To: programme.Approved}}},
}
