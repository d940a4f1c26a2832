// The words by which prose speaks of performance: subjects, comparisons, verbs, units, and what only sounds like it.

/** Things whose size or speed is a matter of performance. */
export const SUBJECT =
  /\b(?:latenc(?:y|ies)|throughput|memory|ram|vram|rss|heap|footprint|bandwidth|run ?time|wall[- ]?(?:clock|time)|speed|performance|convergence|inference|training|prefill|decod(?:e|er|es|ing)|encod(?:e|er|ing)|start-?up|cold start|allocations?|cpu|gpu|p\d\d|(?:build|compile|response|load|lookup|query|step|cycle|execution|boot|parse|serialization|page|request|turnaround)[- ]times?|lookups?|queries|overhead|disk (?:usage|space)|(?:binary|bundle|model|index|package|image) size|kernel|tokens? per second|i\/o|flops)\b/i
/** What is built: its size is one of the things that people make claims about. */
export const BUILT = /\b(?:model|binary|bundle|index|package|artifact|executable)\b/i
export const STRONG = String.raw`faster|quicker|slower|speed[- ]?ups?\b|slow[- ]?downs?\b`
export const LESS = 'less|fewer|lower|smaller|shorter|cheaper|reduction|reduced|decrease|drop|saving|savings'
export const MORE = 'more|higher|larger|longer|bigger|increase'
export const GOOD = 'better|improvement|gain'
export const COMPARED = String.raw`(?<how>(?:${STRONG}|${LESS}|${MORE}|${GOOD}|worse)\b)`
export const UP =
  'rises?|rose|risen|increase[sd]?|increasing|grows?|grew|grown|climb(?:s|ed)?|went up|goes up|(?:is|are|was|were) up|raise[sd]?'
export const DOWN =
  'reduce[sd]?|reducing|cuts?|cutting|decrease[sd]?|decreasing|lower(?:s|ed|ing)?|drop(?:s|ped)?|shrinks?|shrank|shrunk|saves?|saved|saving|falls?|fell|fallen|went down|goes down|(?:is|are|was|were) down|shaves?|trims?'
export const IMPROVED =
  'improve[sd]?|improving|boost(?:s|ed)?|gain(?:s|ed)?|speeds? up|sped up|accelerate[sd]?|outperform(?:s|ed)?|beats?'
export const WORSENED = 'slows? down|slowed down|regress(?:es|ed)?|degrade[sd]?|worsen(?:s|ed)?'
export const VERB = String.raw`\b(?<verb>${UP}|${DOWN}|${IMPROVED}|${WORSENED})\b`
export const CHANGED = new RegExp(VERB, 'i')
export const is = (words: string, text: string): boolean => new RegExp(`^(?:${words})$`, 'i').test(text)

export const TIME_UNIT = String.raw`(?:ns|us|µs|μs|ms|s|secs?|seconds?|milliseconds?|microseconds?|min|minutes?)`
export const SIZE_UNIT = String.raw`(?:[KMGT]i?B|kB|bytes?)`
export const UNIT = String.raw` ?(?<unit>${TIME_UNIT}|${SIZE_UNIT})(?![\p{L}\p{N}/])`

/** Where a time is how long something takes and not how long somebody waits. */
export const TAKES =
  /\b(?:p50|p9\d(?:\.\d+)?|p999?|latenc(?:y|ies)|run ?time|wall[- ]?(?:clock|time)|takes?|took|taking|(?:runs?|ran|finish(?:es|ed)?|completes?d?|renders?|rendered|loads?|loaded|starts?|started|responds?|returns?|answers?|executes?|builds?|compiles?) (?:in|within|after|at)|per (?:call|iteration|token|request|frame|step|turn|query|page|operation|op|pass)|overhead|(?:inference|training|build|compile|execution|response|load|start-?up|boot|query|lookup|mean|median) times?|cold start|benchmark(?:s|ed)?|measured|average[sd]?|mean|median|instead of)\b/i
export const WAITS =
  /\b(?:time-?outs?|times out|retr(?:y|ies|ied)|intervals?|every|delays?|waits?|waiting|sleeps?|lease|expir(?:e|es|ed|y)|polls?|polling|heartbeats?|deadline|ttl|debounce|back-?off|grace|schedule[ds]?|sampl(?:es?|ed|ing)|rounds?|ago|later|old)\b/i
export const HOLDS =
  /\b(?:(?:memory|ram|vram|heap|disk) ?(?:usage|use|footprint|consumption)?|footprint|rss|peak|resident|working set|overhead)\b/i
export const IS_CAP =
  /\b(?:limit|cap|capacity|cache holds|buffer|rotat\w+|quota|allowance|default|has|with|offers?|machine)\b/i

/** `16 GB of RAM` is what a machine has. */
export const HARDWARE = /^ ?(?:of )?(?:ram|memory)\b/i
/** What somebody sends or lets through, and not what is reached. */
export const LOAD =
  /\b(?:load of|limit(?:ed)?(?: to| of)?|throttled?(?: to| at)?|rate of|execute|send|sends|sending) $/i

/** Units of what is done in a second. */
export const RATE = String.raw`(?:[TGMP]?flops?(?:\/s)?|[TG]ops|fps|qps|rps|(?:req|reqs|requests?|ops|operations|tok|tokens?|images?|frames?|samples?|rows|events|messages|jobs|queries|transactions|lookups|[KMGT]i?B) ?(?:\/ ?s(?:ec(?:ond)?)?|per second))(?![\p{L}\p{N}])`
