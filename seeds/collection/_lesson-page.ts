export const LESSON_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.25rem; }
.step[hidden] { display: none; }
fieldset { border: 1px solid GrayText; border-radius: 0.375rem; padding: 0.75rem 1rem; margin: 0 0 1rem; }
legend { font-weight: 600; padding: 0 0.25rem; }
label { display: block; padding: 0.5rem 0; }
button { font: inherit; min-height: 2.75rem; padding: 0.375rem 1rem; border: 2px solid currentColor; border-radius: 0.375rem; background: transparent; color: inherit; cursor: pointer; }
button:focus-visible, input:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
nav { display: flex; gap: 0.75rem; margin-top: 1.5rem; }
`;

/** Speaks to SCORM 1.2 or 2004, whichever the platform offers, and works the same without a platform. */
export const LESSON_SCRIPT = `'use strict';
(function () {
  function find(name) {
    for (var here = window, turns = 0; turns < 10; turns += 1, here = here.parent) {
      try { if (here[name]) return here[name]; } catch (error) { return null; }
      if (here.parent === here) return null;
    }
    return null;
  }
  var modern = find('API_1484_11');
  var old = modern ? null : find('API');
  var names = modern
    ? { place: 'cmi.location', data: 'cmi.suspend_data', exit: 'cmi.exit', time: 'cmi.session_time' }
    : { place: 'cmi.core.lesson_location', data: 'cmi.suspend_data', exit: 'cmi.core.exit', time: 'cmi.core.session_time' };
  function get(name) { return modern ? modern.GetValue(name) : old ? old.LMSGetValue(name) : ''; }
  function set(name, value) { if (modern) modern.SetValue(name, String(value)); else if (old) old.LMSSetValue(name, String(value)); }
  function commit() { if (modern) modern.Commit(''); else if (old) old.LMSCommit(''); }
  if (modern) modern.Initialize(''); else if (old) old.LMSInitialize('');

  var began = Date.now();
  var steps = Array.prototype.slice.call(document.querySelectorAll('.step'));
  var questions = Array.prototype.slice.call(document.querySelectorAll('.question'));
  var answers = {};
  try { answers = JSON.parse(get(names.data) || '{}'); } catch (error) { answers = {}; }
  var at = Math.min(Math.max(parseInt(get(names.place), 10) || 0, 0), steps.length - 1);

  function clock() {
    var seconds = Math.round((Date.now() - began) / 1000);
    if (modern) return 'PT' + seconds + 'S';
    function two(value) { return (value < 10 ? '0' : '') + value; }
    return two(Math.floor(seconds / 3600)) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
  }
  function rightOnes() {
    return questions.filter(function (form, rank) { return String(answers[rank]) === form.dataset.right; }).length;
  }
  function save() {
    set(names.place, at);
    set(names.data, JSON.stringify(answers));
    set(names.exit, 'suspend');
    set(names.time, clock());
    if (Object.keys(answers).length === questions.length) finish();
    commit();
  }
  function finish() {
    var share = rightOnes() / questions.length;
    if (modern) {
      set('cmi.score.min', 0); set('cmi.score.max', 100); set('cmi.score.raw', Math.round(share * 100));
      set('cmi.score.scaled', share.toFixed(2));
      set('cmi.completion_status', 'completed');
      set('cmi.success_status', share >= 0.6 ? 'passed' : 'failed');
    } else {
      set('cmi.core.score.min', 0); set('cmi.core.score.max', 100); set('cmi.core.score.raw', Math.round(share * 100));
      set('cmi.core.lesson_status', share >= 0.6 ? 'passed' : 'failed');
    }
  }
  function show(moves) {
    steps.forEach(function (step, rank) { step.hidden = rank !== at; });
    document.getElementById('place').textContent = 'Étape ' + (at + 1) + ' sur ' + steps.length;
    document.getElementById('back').disabled = at === 0;
    document.getElementById('next').disabled = at === steps.length - 1;
    var answered = Object.keys(answers).length;
    document.getElementById('result').textContent = answered < questions.length
      ? 'Vous avez répondu à ' + answered + ' question' + (answered > 1 ? 's' : '') + ' sur ' + questions.length + '. Revenez en arrière pour finir.'
      : rightOnes() + ' bonne' + (rightOnes() > 1 ? 's' : '') + ' réponse' + (rightOnes() > 1 ? 's' : '') + ' sur ' + questions.length + '. Le module est terminé : vous pouvez fermer cette page.';
    if (moves) steps[at].querySelector('h2').focus();
  }
  function tell(form, rank) {
    var isRight = String(answers[rank]) === form.dataset.right;
    form.querySelector('[role=status]').textContent = (isRight ? 'C’est juste. ' : 'Ce n’est pas la bonne réponse. ') + form.dataset.why;
  }
  questions.forEach(function (form, rank) {
    if (answers[rank] !== undefined) {
      var given = form.querySelector('input[value="' + Number(answers[rank]) + '"]');
      if (given) { given.checked = true; tell(form, rank); }
    }
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      var chosen = form.querySelector('input:checked');
      if (!chosen) { form.querySelector('[role=status]').textContent = 'Choisissez une réponse.'; return; }
      answers[rank] = Number(chosen.value);
      tell(form, rank);
      save();
    });
  });
  document.getElementById('back').addEventListener('click', function () { at -= 1; show(true); save(); });
  document.getElementById('next').addEventListener('click', function () { at += 1; show(true); save(); });
  window.addEventListener('pagehide', function () {
    set(names.time, clock());
    if (modern) modern.Terminate(''); else if (old) old.LMSFinish('');
  });
  show(false);
})();
`;
