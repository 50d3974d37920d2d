/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and sentences of people who do not exist, as they are common in Peru and its neighbours. */
#include "domain/demo-private.h"

static const char *const pe_female[] = {
  "María Elena", "Jhoselyn",    "Yesenia", "Luz Marina", "Flor de María", "Rosmery", "Milagros",
  "Brenda",      "Nayeli",      "Kiara",   "Estrella",   "Ruth Noemí",    "Yovana",  "Katherine",
  "Maribel",     "Lisbeth",     "Gladys",  "Nelly",      "Danitza",       "Soledad", "Xiomara",
  "Ana Lucía",   "Rosa Elvira", "Deysi",   "Sonia",      "Yaneth",        "Melany",  "Luz Clarita",
  "Fiorella",    "Saraí",       "Angie",   "Vilma",      "Edith",         "Marleny", NULL};
static const char *const pe_male[] = {
  "Jhon Álex", "Luis Alberto", "Percy", "Wilmer", "Édgar",  "Rolando", "Juan Carlos",
  "Yeferson",  "Néstor",       "Abel",  "Frank",  "Ronald", "Óscar",   "Segundo",
  "José Luis", "Cristhian",    "Elmer", "Hernán", "Jairo",  "Royer",   "Víctor Raúl",
  "Santos",    "Fredy",        "Kevin", "Ángel",  NULL};
static const char *const pe_surnames[] = {
  "Quispe",       "Mamani",   "Huamán",     "Flores",   "Rojas",    "Chávez",     "Sánchez",
  "Vásquez",      "Ramos",    "Condori",    "Castillo", "Yarlequé", "Chiroque",   "Sernaqué",
  "Palacios",     "Ccori",    "Apaza",      "Huanca",   "Núñez",    "de la Cruz", "Puma",
  "Choquehuanca", "Ticona",   "Cruz",       "Espinoza", "Zapata",   "Farfán",     "Infante",
  "Peña",         "Cárcamo",  "Valdiviezo", "Ñahui",    "Yupanqui", "Layme",      "Paredes",
  "Rentería",     "Silupú",   "Ipanaqué",   "Camacho",  "Lozano",   "Tello",      "Guerrero",
  "Carhuapoma",   "Calderón", NULL};
static const char *const ec_female[] = {
  "Génesis", "Nathaly", "Johanna", "María José", "Dayana",     "Mercedes", "Blanca",
  "Tatiana", "Carmita", "Gissela", "Rosa",       "Jacqueline", NULL};
static const char *const ec_male[] = {"Byron",  "Washington", "Darwin", "Stalin",    "Ángel Iván",
                                      "Klever", "Wilson",     "Danilo", "Jefferson", NULL};
static const char *const ec_surnames[] = {"Zambrano", "Cedeño",  "Macías",    "Guamán",  "Quishpe",
                                          "Toapanta", "Chamba",  "Jaramillo", "Loaiza",  "Cango",
                                          "Moreira",  "Aguilar", "Apolo",     "Ordóñez", "Sarango",
                                          "Granda",   "Ramón",   "Criollo",   NULL};
static const char *const ve_female[] = {"Yulimar", "Wilmary",   "Yusbelis", "Andreína", "Oriana",
                                        "Génesis", "Mariángel", "Yetzibel", NULL};
static const char *const ve_male[] = {"Yorman", "Wilker", "Leomar", "José Gregorio", "Eduar", NULL};
static const char *const ve_surnames[] = {"Rondón",     "Colmenares", "Urdaneta", "Márquez",
                                          "Villalobos", "Graterol",   "Pirela",   "Bracho",
                                          "Contreras",  "Machado",    NULL};
static const char *const co_female[] = {"Leidy Johanna", "Yuliana", "Paola Andrea",
                                        "Luz Dary",      "Marcela", NULL};
static const char *const co_male[] = {"Jhon Jairo", "Duván", "Brayan", "Andrés Felipe", NULL};
static const char *const co_surnames[] = {"Restrepo", "Ospina", "Cárdenas", "Arango", "Mosquera",
                                          "Quiñones", "Angulo", "Tapasco",  NULL};
static const char *const bo_female[] = {"Wara", "Lidia", "Reyna", "Nieves", "Roxana", "Elsa", NULL};
static const char *const bo_male[] = {"Wilfredo", "Rubén", "Grover", "Iván", "Limbert", NULL};
static const char *const bo_surnames[] = {"Choque", "Mamani", "Condori", "Poma", "Callisaya",
                                          "Tarqui", "Vargas", "Limachi", NULL};

const char *const amp_demo_awajun_female[] = {"Yajanua", "Irma Chijiap", "Rosalía Tsetsem",
                                              "Nunkui",  "Dina Wampush", NULL};
const char *const amp_demo_awajun_male[] = {"Shajian", "Tsamajain Abel", "Kunchikui", "Jempe",
                                            NULL};
const char *const amp_demo_awajun_surnames[] = {"Tsamajain", "Shawit",  "Kantuash", "Yampis",
                                                "Ampush",    "Wampash", "Chumpi",   "Pijuch",
                                                "Ugkush",    "Kuja",    NULL};

static const AmpDemoNames names[] = {
  {"PE", pe_female, pe_male, pe_surnames}, {"EC", ec_female, ec_male, ec_surnames},
  {"VE", ve_female, ve_male, ve_surnames}, {"CO", co_female, co_male, co_surnames},
  {"BO", bo_female, bo_male, bo_surnames},
};

const AmpDemoNames *
amp_demo_names (const char *country)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].country, country))
      return &names[i];
  return &names[0];
}

const char *const amp_demo_streets[] = {"Jr. Bolognesi",
                                        "Av. Grau",
                                        "Calle Los Ceibos",
                                        "Jr. San Martín",
                                        "Av. Panamericana",
                                        "Psje. Las Flores",
                                        "A. H. Nueva Esperanza, Mz. C",
                                        "Calle Huáscar",
                                        "Av. Sullana",
                                        "Caserío El Tutumo",
                                        NULL};

const char *const amp_demo_note_openings[] = {
  "Llega a la oficina acompañada por una trabajadora de la posta.",
  "Se presenta por iniciativa propia, después de ver un afiche en el terminal terrestre.",
  "Derivada por la UPE; la entrevista se realiza en una sala privada.",
  "La Fiscalía de turno solicita acompañamiento para la presunta víctima.",
  "Primera conversación en el albergue; se explica la confidencialidad y el consentimiento.",
  "Llamada de la Línea 100; se acuerda un lugar seguro para conversar.",
  "Una docente del colegio comunica sus sospechas y acompaña el primer contacto.",
  NULL};
const char *const amp_demo_note_stories[] = {
  "Refiere que le ofrecieron trabajo en un restaurante y que al llegar le retuvieron el DNI y le "
  "cobraron el pasaje como deuda.",
  "Cuenta que una conocida la contactó por Facebook para cuidar niños; trabajaba desde las cinco "
  "de "
  "la mañana y no le permitían salir sola.",
  "Señala que en el campamento minero la obligaban a acompañar a los clientes de un prontobar para "
  "pagar la deuda del viaje.",
  "Relata que cruzó por un paso no autorizado con la promesa de empleo en una camaronera y que no "
  "recibió pago en cuatro meses.",
  "Explica que un familiar la entregó a una casa en la ciudad para que estudie, pero hacía labores "
  "domésticas sin descanso.",
  "Indica que lo captaron en el terminal para cosechar; dormían doce en un cuarto y los amenazaban "
  "con denunciarlos por su situación migratoria.",
  "Menciona que su enamorado la presionaba para enviar imágenes y luego la obligó a verse con "
  "otras "
  "personas.",
  "Dice que pedía dinero en los semáforos y que debía entregar todo al final del día.",
  NULL};
const char *const amp_demo_note_plans[] = {
  "Se acuerda un plan de seguridad y una cita para la próxima semana.",
  "Se coordina alojamiento temporal; prefiere que no se llame a su familia por ahora.",
  "Solicita apoyo para recuperar su documento y orientación legal antes de denunciar.",
  "Se activa la derivación a salud mental; acepta ser acompañada.",
  "Se informa de sus derechos; decidirá sobre la denuncia cuando se sienta lista.",
  "Se evalúa el retorno asistido con su red familiar.",
  NULL};
const char *const amp_demo_service_notes[] = {
  "Atención realizada según lo planificado.",
  "Participó con buena disposición.",
  "Se entregó información por escrito en lenguaje sencillo.",
  "Se reprogramó una vez por falta de transporte.",
  "Requiere seguimiento en quince días.",
  NULL};
const char *const amp_demo_follow_up_notes[] = {
  "Refiere sentirse más tranquila y dormir mejor.",
  "Continúa con el taller vocacional.",
  "No contestó; se intentará en el horario seguro acordado.",
  "Se mudó con una tía; pide mantener el contacto.",
  "Retomó las clases en el CEBA.",
  NULL};
const char *const amp_demo_referral_details[] = {
  "Se solicita atención prioritaria y trato reservado.",
  "Se adjunta solo la información mínima necesaria.",
  "Requiere acompañamiento por no conocer la ciudad.",
  "Se pide respuesta por oficio con el resultado de la atención.", NULL};

/* --- Plans --- */

const AmpDemoGoal amp_demo_goals[AMP_DEMO_GOALS] = {
  {"07", "Recuperar el documento de identidad y regularizar su situación.", "DNI o carné en mano."},
  {"04", "Recuperar la tranquilidad y el sueño con apoyo psicológico.",
   "Duerme seis horas la mayor parte de la semana."},
  {"10", "Retomar los estudios.", "Matrícula y asistencia de un bimestre."},
  {"11", "Tener un ingreso propio y digno.", "Tres meses de ingresos."},
  {"02", "Vivir en un lugar seguro.", "Contrato o acuerdo de alojamiento por seis meses."},
  {"05", "Que la denuncia avance con defensa pública.", "Abogado asignado y carpeta con número."},
};
const char *const amp_demo_actions[] = {"Acompañar a la oficina del registro civil.",
                                        "Sacar cita en el centro de salud mental comunitario.",
                                        "Pedir vacante en el CEBA más cercano.",
                                        "Preparar la hoja de vida y dos postulaciones.",
                                        "Visitar el alojamiento antes de la mudanza.",
                                        "Coordinar con defensa pública la declaración.",
                                        NULL};
const char *const amp_demo_warning_signs[] = {
  "Llamadas de números desconocidos; autos que se repiten en la cuadra.",
  "Mensajes que preguntan dónde está; visitas a la casa de la familia.",
  "Cuando la otra persona bebe o reclama dinero.", NULL};
const char *const amp_demo_safe_places[] = {
  "La casa de la vecina de la esquina; la comisaría de familia.",
  "El centro de salud hasta las 20:00; la parroquia.",
  "El local de la institución en horario de oficina.", NULL};
const char *const amp_demo_tasks[] = {"Preparar el informe social",
                                      "Pedir copia de la carpeta fiscal",
                                      "Coordinar el traslado a la cita médica",
                                      "Enviar el oficio a la UPE",
                                      "Revisar el plan con la supervisora",
                                      "Comprar el kit de ingreso",
                                      NULL};
