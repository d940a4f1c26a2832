// The one stylesheet of the web view.

export const stylesheet = `
:root{--bg:#f6f7f9;--card:#fff;--line:#d5dae1;--soft:#eef1f4;--text:#1d232b;--dim:#5d6875;--link:#0b5cad;--green:#1a7f37;--red:#c22f36;
--purple:#7a45d6;--amber:#9a6700;--grey:#6a737d;--add:#e2f6e6;--del:#fde6e6;--hunk:#e8f0fb;--code:#f1f3f6;--banner:#1d2a3f}
@media(prefers-color-scheme:dark){:root{--bg:#10151c;--card:#171d26;--line:#2c3643;--soft:#1e2631;--text:#dfe6ee;--dim:#93a0ae;--link:#6cb0f5;
--green:#3fb55b;--red:#f0666b;--purple:#a986f0;--amber:#d9a441;--grey:#8b949e;--add:#14331f;--del:#3d1a1e;--hunk:#1a2a40;--code:#1e2631;--banner:#0a0f17}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;background:var(--bg);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
.banner{background:var(--banner);color:#dbe6f5;padding:7px 24px;font-size:13px}.banner b{color:#fff}
header{background:var(--card);border-bottom:1px solid var(--line);padding:14px 24px 0}
header .where{font-size:18px;margin-bottom:10px}header .where b{font-weight:600}
nav{display:flex;gap:4px}nav a{color:var(--text);padding:6px 12px;border-bottom:2px solid transparent}nav a.on{border-color:#e8793a;font-weight:600}
main{max-width:1180px;margin:22px auto;padding:0 24px}
h1{font-size:24px;font-weight:500;line-height:1.3;margin:0 0 8px}h1 .number{color:var(--dim)}h2{font-size:17px;margin:26px 0 10px}
.dim{color:var(--dim)}.mono,code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12.5px}
.count{background:var(--soft);border-radius:10px;padding:0 7px;font-size:12px;margin-left:4px}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;margin-bottom:16px;overflow:hidden}
.card>.head{background:var(--soft);border-bottom:1px solid var(--line);padding:8px 14px;display:flex;gap:8px;align-items:center;flex-wrap:wrap}
.card>.body{padding:12px 16px}.body>.md+.card{margin-top:14px}.body>.card:last-child{margin-bottom:4px}.card>.head:last-child{border-bottom:0}
.row{display:flex;gap:10px;align-items:baseline;padding:9px 14px;border-top:1px solid var(--line)}.row:first-child{border-top:0}
.row .grow{flex:1;min-width:0}.row .title{font-weight:600;color:var(--text)}.empty{padding:14px;color:var(--dim)}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 250px;gap:26px}.columns aside{font-size:13px}
.columns aside section{border-bottom:1px solid var(--line);padding:0 0 12px;margin-bottom:12px}.columns aside h3{font-size:12px;color:var(--dim);margin:0 0 6px}
.state{display:inline-block;color:#fff;border-radius:16px;padding:3px 12px;font-weight:600;font-size:13px}
.state.open{background:var(--green)}.state.closed{background:var(--red)}.state.done,.state.merged{background:var(--purple)}.state.draft{background:var(--grey)}
.dot{font-weight:700;display:inline-block;width:1.2em;text-align:center;flex:none}
.good{color:var(--green)}.bad{color:var(--red)}.wait{color:var(--amber)}.idle{color:var(--grey)}.violet{color:var(--purple)}
.label{display:inline-block;border-radius:12px;padding:0 9px;font-size:12px;font-weight:600;line-height:20px;margin:0 2px;background:var(--soft)}
.tag{border:1px solid var(--line);border-radius:12px;padding:0 8px;font-size:12px;color:var(--dim)}
.avatar{display:inline-flex;vertical-align:middle;width:26px;height:26px;border-radius:50%;align-items:center;justify-content:center;color:#fff;font-size:11px;font-weight:700;flex:none}
.avatar.bot{border-radius:7px}.h0{background:#4f6bd8}.h1{background:#b5502f}.h2{background:#2f8f6b}.h3{background:#8a4fb8}.h4{background:#b3387c}.h5{background:#3c7f9e}.h6{background:#9a7a1f}.h7{background:#5b6b7b}
.event{display:flex;gap:8px;align-items:center;color:var(--dim);padding:2px 14px 14px;font-size:13px;flex-wrap:wrap}
.md>:first-child{margin-top:0}.md>:last-child{margin-bottom:0}.md p{margin:0 0 10px}.md h1,.md h2,.md h3,.md h4{margin:16px 0 8px;line-height:1.3}
.md h1{font-size:21px;font-weight:600}.md h2{font-size:18px}.md h3{font-size:15.5px}.md h4{font-size:14px}
.md ul,.md ol{margin:0 0 10px;padding-left:26px}.md li.task{list-style:none;margin-left:-20px}.box{color:var(--dim)}.box.done{color:var(--green)}
.md blockquote{margin:0 0 10px;padding:0 14px;border-left:4px solid var(--line);color:var(--dim)}
.md code{background:var(--code);border-radius:5px;padding:1px 5px;overflow-wrap:anywhere}.md pre code{background:none;padding:0}
.md hr{border:0;border-top:2px solid var(--line);margin:16px 0}.md .mention{font-weight:600}
.code{position:relative;background:var(--code);border-radius:7px;margin:0 0 10px}.code pre{margin:0;padding:11px 14px;overflow-x:auto}
.code .language{position:absolute;right:9px;top:5px;color:var(--dim);font-size:11px}.code .add{color:var(--green)}.code .del{color:var(--red)}.code .hunk{color:var(--link)}
.scroll{overflow-x:auto;margin-bottom:10px}.md table{border-collapse:collapse;overflow-wrap:normal}.md th,.md td{border:1px solid var(--line);padding:5px 11px}
.md td.mono{overflow-wrap:anywhere}.md th{background:var(--soft)}.md tr:nth-child(even) td{background:color-mix(in srgb,var(--soft) 45%,transparent)}.left{text-align:left}.right{text-align:right}.center{text-align:center}
.md details{border:1px solid var(--line);border-radius:7px;padding:6px 12px;margin:0 0 10px}.md details[open] summary{margin-bottom:8px}summary{cursor:pointer}
.alert{border-left:4px solid var(--link);padding:4px 14px;margin:0 0 10px}.alert.warning,.alert.caution{border-color:var(--amber)}.alert.caution{border-color:var(--red)}
.alert.important{border-color:var(--purple)}.alert.tip{border-color:var(--green)}
.reactions span{border:1px solid var(--line);border-radius:12px;padding:1px 8px;margin-right:5px;font-size:12px}.reactions{margin-top:8px}
.diff{width:100%;border-collapse:collapse;table-layout:fixed}.diff td{padding:0 8px;white-space:pre-wrap;overflow-wrap:anywhere;vertical-align:top;line-height:19px}
.diff td.no{width:48px;text-align:right;color:var(--dim);user-select:none;border-right:1px solid var(--line)}
.diff tr.add td{background:var(--add)}.diff tr.del td{background:var(--del)}.diff tr.hunk td{background:var(--hunk);color:var(--dim)}
.file>summary{background:var(--soft);padding:8px 14px}.file[open]>summary{border-bottom:1px solid var(--line)}
.merge{border-left:4px solid var(--grey)}.merge.ready{border-left-color:var(--green)}.merge.stop{border-left-color:var(--red)}.merge.waiting{border-left-color:var(--amber)}.merge.merged{border-left-color:var(--purple)}
.log{background:#0d1117;color:#d5dde6;margin:0;padding:12px 14px;overflow-x:auto;max-height:640px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}
.log .err{color:#ff8d8d}.log .group{color:#79b8ff;font-weight:600}.steps{padding:4px 0}.steps .row{padding:5px 14px;border:0}time{white-space:nowrap}
.log-box{border-top:1px solid var(--line)}.log-box>summary{padding:9px 14px;font-weight:600}.log .quiet{color:#8b949e}
@media(max-width:860px){.columns{grid-template-columns:minmax(0,1fr)}main,header,.banner{padding-left:14px;padding-right:14px}
.row{flex-wrap:wrap}.row .grow{flex:1 1 70%}.row>time,.row>.dim{margin-left:calc(1.2em + 10px)}
.steps .row{flex-wrap:nowrap}.steps .row>.dim{margin-left:0;white-space:nowrap}.md td:last-child{min-width:180px}}
@media(prefers-reduced-motion:no-preference){.spin{display:inline-block;animation:spin 1.2s linear infinite}@keyframes spin{to{transform:rotate(360deg)}}}
`
