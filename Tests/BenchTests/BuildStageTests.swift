import Testing

@testable import presstime_bench

@Suite struct BuildStageTests {
  /// As callgrind writes it: own costs, then each call with the costs of all that it caused.
  static let profile = CallgrindProfile(
    """
    ob=(1) /bin/presstime
    fn=(1) main
    0 5
    cfn=(2) $s12SitePipeline06LoadedA0V4load_5knownACSg4site_tFZ
    calls=1 0
    0 300
    cfn=(3) $s12SitePipeline06LoadedA0V7checkedAA07CheckedA0VyF
    calls=1 0
    0 120
    cfn=(5) $s12SitePipeline0A4PlanV5write2to8progressAA07WrittenA0VF
    calls=1 0
    0 90

    fn=(2)
    0 300

    fn=(3)
    0 20
    cfn=(4) $s12SitePipeline06LoadedA0V7checked_5after_AA07CheckedA0VtF
    calls=1 0
    0 100

    fn=(4)
    0 100

    fn=(5)
    0 10
    cfn=(6) $s14TemplateEngine12CheckedThemeV6render_2of7current2inSaytF
    calls=1 0
    0 80

    fn=(6)
    0 80

    """)

  @Test func aStageIsItsOutermostFunctionWithAllItCalls() {
    let counts = BuildStage.instructions(in: Self.profile)
    #expect(counts == ["load": 300, "check": 120, "render": 80, "write": 10])
  }

  @Test func theTableSaysWhatWasNotFoundAndWhatIsLeft() {
    #expect(
      InstructionTable(Self.profile, posts: 1).stages == """
        Stage      Millions   Share  Thousands a post
        load            0.0  58.3 %                 0
        check           0.0  23.3 %                 0
        plan      not found
        render          0.0  15.5 %                 0
        write           0.0   1.9 %                 0
        the rest        0.0   1.0 %                 0
        """)
  }
}
