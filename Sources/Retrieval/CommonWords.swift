/// How common words are in general English: what everybody says in a question tells little of what it asks.
enum CommonWords {
  /// How common a stem is: 1 for a word that only carries the talk, 0 for one that tells something.
  static func commonness(of stem: String) -> Double {
    filler.contains(stem) ? 1 : common.contains(stem) ? 0.65 : 0
  }

  /// Whether a word only says in what manner: automatically, physically.
  static func isAdverb(_ word: String) -> Bool { word.hasSuffix("ly") && word.utf8.count > 6 }

  /// Words that carry the talk: of asking and telling, of wishes and guesses, of people and things in general.
  static let filler = Word.stems(
    in: """
      tell explain describe please know known knows understand exactly actually briefly short quick quickly
      intro introduction happen happens happened thing things possible able good best main purpose role point
      exist exists offer offers provide provides support supports someone something somebody anyone anything
      nothing everything everyone ever currently today now nowadays still yet many every called call one ones
      entry page feature features say says said show shows shown go goes going come comes coming see seen think
      thought really mean means meaning whether detail details other others another more most less available
      first part different involve involves relate relates important matter matters term terms typical typically
      usual usually common commonly simple simply plain sort kind kinds type types each refer concept concepts
      idea ideas bring brings take takes took taken taking let lets stand stands require required requires user
      users team teams out give gives given serve serves service services tool tools product products technology
      technologies need needs needed time times up down off here made make makes making boss manager colleague
      colleagues friend friends guys folks hear heard hearing keep keeps kept keeping wonder wondering curious
      confused confusing sure unsure interested recommend suggest advise advice hi hello thanks thank sorry want
      wants wanted wish hope love like likes try trying tried plan planning consider considering considered
      believe guess suppose seem seems look looking looks start starting getting gets got put puts putting already
      always maybe perhaps probably basically quite rather very too even only lot lots bit few word words way ways
      manner place places reason own same right well back away around next deal done worth actual use uses used
      using work works working have having be being am do does did doing whole certain us my mine our ours your
      yours his her their them someone's myself yourself ourselves help helps helpful microsoft azure me sense
      okay ok fine nice great exactly else again soon since through because both per via onto upon within across
      along toward towards against among during under above below behind beside besides beyond except until
      despite although though however yes yeah anyway basically literally general generally specific
      specifically particular particularly various piece pieces stuff fit fits fitting suit suits suited suitable
      instead properly somehow anyhow mainly mostly ideal ideally proper
      """)

  /// Words of everyday work, which tell a little.
  private static let common = Word.stems(
    in: """
      answer answers question questions information app apps application applications project projects system
      systems site website web online computer computers machine software create creates build builds building
      run runs running write writes writing change changes changing new old people person company companies
      business customer customers group groups number name names world problem problems job jobs easy easily hard
      difficult read reads reading choose choosing pick select choice add remove open close move send turn hold
      high low year years stop stops improve better handle handles manage manages learn several multiple together
      before after once live public find finds found set up setup large small big bigger smaller long longer
      platform content option options programme program programs data result results example examples
      thousand thousands lots small-scale place world small task tasks deal issue issues check checks
      """)
}
