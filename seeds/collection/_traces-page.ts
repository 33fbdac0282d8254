/**
 * Lends the lesson the run-time of SCORM 2004 and tells what it writes there as xAPI statements: those of cmi5 when the address gives a
 * place to fetch a credential, those of a Tin Can launch when it bears one. What was kept is read first, then the lesson begins.
 * Without a platform the lesson works alone.
 *
 * @param lesson where the lesson's own script is, from the page
 */
export const tracesScript = (lesson: string): string => `'use strict';
(function () {
  var XAPI = '1.0.3';
  var CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
  var MOVE_ON = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
  var MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
  var SAID = {
    initialized: 'a commencé', completed: 'a terminé', passed: 'a réussi', failed: 'n’a pas réussi', terminated: 'a quitté'
  };
  var VERBS = 'http://adlnet.gov/expapi/verbs/';
  var KEPT = 'avancement';
  var asked = new URLSearchParams(location.search);
  var activity = asked.get('activityId') || asked.get('activity_id');
  var endpoint = (asked.get('endpoint') || '').replace(/[/]*$/, '/');
  var began = Date.now();
  var held = {};
  var said = {};
  var headers = null;
  var launch = null;
  var turn = Promise.resolve();

  function begin() {
    var script = document.createElement('script');
    script.src = '${lesson}';
    document.body.appendChild(script);
  }
  var isCmi5 = asked.get('fetch') !== null;
  if (!isCmi5 && !asked.get('auth')) { begin(); return; }

  var actor = JSON.parse(asked.get('actor'));
  function address(path, query) {
    return endpoint + path + '?' + new URLSearchParams(query);
  }
  function state(id) {
    return address('activities/state', {
      activityId: activity, agent: asked.get('actor'), registration: asked.get('registration'), stateId: id
    });
  }
  function read(url) {
    return fetch(url, { headers: headers }).then(function (answer) { return answer.ok ? answer.json() : null; });
  }
  function duration() {
    return 'PT' + Math.max(1, Math.round((Date.now() - began) / 1000)) + 'S';
  }
  function statement(verb, result) {
    var moves = verb === 'completed' || verb === 'passed' || verb === 'failed';
    var context = JSON.parse(JSON.stringify(launch.contextTemplate));
    context.registration = asked.get('registration');
    if (isCmi5) {
      context.contextActivities = context.contextActivities || {};
      context.contextActivities.category = [{ id: CMI5 }].concat(moves ? [{ id: MOVE_ON }] : []);
    }
    if (result && result.score && launch.masteryScore !== undefined) context.extensions[MASTERY] = launch.masteryScore;
    var made = {
      id: crypto.randomUUID(), actor: actor, verb: { id: VERBS + verb, display: { fr: SAID[verb] } },
      object: { objectType: 'Activity', id: activity }, context: context,
      timestamp: new Date().toISOString()
    };
    if (result) made.result = result;
    return JSON.stringify(made);
  }
  function say(verb, result, leaving) {
    if (said[verb]) return;
    said[verb] = true;
    var body = statement(verb, result);
    function send() {
      return fetch(endpoint + 'statements', { method: 'POST', headers: headers, body: body, keepalive: leaving === true });
    }
    if (leaving) send().catch(function () {});
    else turn = turn.then(send).catch(function () { said[verb] = false; });
  }
  function keep() {
    var body = JSON.stringify({ place: held['cmi.location'] || '', data: held['cmi.suspend_data'] || '' });
    turn = turn.then(function () { return fetch(state(KEPT), { method: 'PUT', headers: headers, body: body }); }).catch(function () {});
  }
  function tell() {
    if (launch.launchMode !== 'Normal') return;
    if (held['cmi.completion_status'] === 'completed') say('completed', { completion: true, duration: duration() });
    var scaled = Number(held['cmi.score.scaled']);
    var outcome = held['cmi.success_status'];
    if (outcome === 'passed' && !said.failed) say('passed', { success: true, score: { scaled: scaled }, duration: duration() });
    if (outcome === 'failed' && !said.passed) say('failed', { success: false, score: { scaled: scaled }, duration: duration() });
  }
  window.API_1484_11 = {
    Initialize: function () { return 'true'; },
    GetValue: function (name) { return held[name] || ''; },
    SetValue: function (name, value) { held[name] = String(value); return 'true'; },
    Commit: function () { keep(); tell(); return 'true'; },
    Terminate: function () { say('terminated', { duration: duration() }, true); return 'true'; }
  };
  function headersWith(authorization) {
    return { Authorization: authorization, 'X-Experience-API-Version': XAPI, 'Content-Type': 'application/json' };
  }
  function openCmi5() {
    return fetch(asked.get('fetch'), { method: 'POST' })
      .then(function (answer) { return answer.json(); })
      .then(function (given) {
        if (!given['auth-token']) throw new Error(given['error-text']);
        headers = headersWith('Basic ' + given['auth-token']);
        return read(state('LMS.LaunchData'));
      })
      .then(function (data) {
        launch = data;
        return read(address('agents/profile', { agent: asked.get('actor'), profileId: 'cmi5LearnerPreferences' }));
      });
  }
  function openActivity() {
    headers = headersWith(asked.get('auth'));
    launch = { contextTemplate: {}, launchMode: 'Normal' };
    return Promise.resolve();
  }
  (isCmi5 ? openCmi5() : openActivity())
    .then(function () { return read(state(KEPT)); })
    .then(function (kept) {
      held['cmi.location'] = kept ? kept.place : '';
      held['cmi.suspend_data'] = kept ? kept.data : '';
      say('initialized');
      return turn;
    })
    .then(begin)
    .catch(function () {
      document.getElementById('place').textContent =
        'Cette page n’a pas pu joindre la plateforme : revenez à la page d’avant et ouvrez-la de nouveau.';
    });
})();
`;
