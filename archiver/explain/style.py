"""How the report looks: on a screen in light and dark, on a narrow one, and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark;
  --ground: #f6f6f3; --sheet: #ffffff; --ink: #1d232b; --soft: #5b6470; --line: #dfe1e0;
  --kept: #14713f; --kept-ground: #e9f6ee; --dropped: #9a4a12; --dropped-ground: #faf3ec; --code: #eef0f2; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #14171a; --sheet: #1b1f24; --ink: #e6e8ea; --soft: #a0a9b3; --line: #323942;
  --kept: #6fd39b; --kept-ground: #16291f; --dropped: #e3a06a; --dropped-ground: #241e19; --code: #2a3038; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "DejaVu Sans", sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .2rem 0 .4rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
p { margin: 0; }
code { font: .82em/1.4 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
.kind, .address, .note, .none { color: var(--soft); }
.kind { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 2rem; margin: 1.1rem 0 .9rem; padding: 0; }
.facts div { display: flex; gap: .5rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; font-weight: 600; }
.strip { display: block; width: 100%; height: 26px; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 4px; }
.strip .in { fill: var(--kept); }
.strip .out { fill: var(--dropped); opacity: .45; }
.strip + .note { margin-top: .3rem; font-size: .88rem; }
.lacks { margin: 1rem 0 0; padding: .6rem 1rem .6rem 2rem; border-left: 4px solid var(--dropped);
  background: var(--dropped-ground); }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); }
th, td { padding: .34rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { font-size: .8rem; color: var(--soft); border-top: 0; }
tbody th { width: 7.5rem; font-weight: 600; white-space: nowrap; }
td.value { width: 38%; }
td.rule { width: 13.5rem; }
td code, .box { background: var(--code); border-radius: 3px; padding: .08em .35em; }
.raw, .said { font-size: .88rem; color: var(--soft); }
.said + .said { margin-top: .25rem; }
.said .other { color: var(--ink); }
details > summary { cursor: pointer; }
ol { list-style: none; margin: 0; padding: 0; }
.block, .run > details > summary { display: grid; gap: 0 1rem; align-items: baseline;
  grid-template-columns: 11.5rem minmax(0, 1fr) 9rem; padding: .42rem .9rem .46rem;
  border-left: 6px solid transparent; }
.run > details > summary { grid-template-columns: 11.5rem minmax(0, 1fr); }
.blocks > li { margin: 3px 0; }
.kept { background: var(--kept-ground); border-left-color: var(--kept); }
.dropped, .run > details > summary { border-left: 6px dashed var(--dropped);
  background: var(--dropped-ground); }
.mark { display: flex; justify-content: space-between; gap: .5rem; font-size: .85rem; }
.kept .mark b { color: var(--kept); }
.dropped .mark b, .run summary b { color: var(--dropped); }
.mark .share { flex: none; color: var(--soft); font-variant-numeric: tabular-nums; }
.bar { display: inline-block; width: 2.6rem; height: .5rem; margin-right: .45rem; vertical-align: baseline; }
.bar .all { fill: var(--line); }
.kept .bar .part { fill: var(--kept); }
.dropped .bar .part { fill: var(--dropped); }
.text { font-size: 1rem; }
.dropped .text { font-size: .92rem; color: var(--soft); text-decoration: line-through;
  text-decoration-thickness: 1px; text-decoration-color: var(--dropped); }
.box { justify-self: end; font-size: .75rem; color: var(--soft); }
.run > details > summary { list-style: none; }
.run > details > summary::-webkit-details-marker { display: none; }
.run summary b::before { content: "\\25B8\\00A0"; }
.run > details[open] > summary b::before { content: "\\25BE\\00A0"; }
.run summary span { color: var(--soft); font-size: .92rem; }
.run .block { margin-left: 1.5rem; border-top: 1px solid var(--line); }
summary:focus-visible { outline: 2px solid var(--kept); outline-offset: 1px; }
@media (max-width: 44rem) {
  main { padding: 1.2rem .8rem 3rem; }
  .block, .run > details > summary { grid-template-columns: minmax(0, 1fr); gap: .25rem; }
  .mark { justify-content: flex-start; }
  .box { justify-self: start; }
  .run .block { margin-left: .5rem; }
  table, tbody, tr, td, tbody th { display: block; width: auto !important; }
  thead { display: none; }
  td { border-top: 0; padding-top: 0; }
}
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; --code: #fff;
    --kept: #14713f; --kept-ground: #fff; --dropped: #9a4a12; --dropped-ground: #fff; }
  main { max-width: none; padding: 0; }
  .block, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""
"""The report's only style sheet; its digest stands in the report's own policy, so that no other is taken."""
