"""What these two plugins say of themselves; imports nothing heavy."""

from genre_studio.plugin_api import API_VERSION, WILDNESS, Ability, Number, PluginInfo, Switch

GENRES = ("classical", "jazz", "rock")

LSTM = PluginInfo(
    id="report_lstm",
    title="Report LSTM (baseline)",
    version="0.1.0",
    api_version=API_VERSION,
    summary="Continues one part with notes and chords an eighth apart: the report's LSTM, repaired.",
    abilities=frozenset({Ability.CONTINUE}),
    genres=GENRES,
    parameters=(
        WILDNESS,
        Switch(
            id="double_normalisation",
            title="Bug: primer scaled twice",
            default=False,
            help="As in the report: your bars are divided by the vocabulary twice, and so are not heard.",
        ),
        Switch(
            id="argmax",
            title="Bug: always the likeliest",
            default=False,
            help="As in the report: no note is ever drawn, so that the line falls into a loop.",
        ),
    ),
    generator="genre_studio_report.lstm_generator:ReportLstm",
    trainer="genre_studio_report.lstm_trainer:ReportLstmTrainer",
    models="genre_studio_report:models/lstm",
)

GAN = PluginInfo(
    id="report_gan",
    title="Report image GAN (baseline)",
    version="0.1.0",
    api_version=API_VERSION,
    summary="Writes bars from nothing as pictures of 106 x 106 pixels: the report's GAN, repaired.",
    abilities=frozenset({Ability.GENERATE}),
    genres=GENRES,
    parameters=(
        Number(
            id="threshold",
            title="Threshold",
            default=0.5,
            minimum=0.05,
            maximum=0.95,
            low="More notes",
            high="Fewer notes",
            help="How bright a pixel must be to become a note.",
        ),
        Switch(
            id="uint8_cast",
            title="Bug: cast to whole numbers",
            default=False,
            help="As in the report: a pixel counts only at full brightness, so that most pictures are black.",
        ),
    ),
    generator="genre_studio_report.gan_generator:ReportGan",
    trainer="genre_studio_report.gan_trainer:ReportGanTrainer",
    models="genre_studio_report:models/gan",
)
