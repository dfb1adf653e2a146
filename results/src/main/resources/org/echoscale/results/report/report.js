// Draws the charts of this file again whenever its width or the choice of light or dark changes.
(function () {
  'use strict';
  var charts = JSON.parse(document.getElementById('chart-data').textContent);
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var drawn = -1;

  function draw() {
    charts.forEach(function (chart) {
      var place = document.getElementById('chart-' + chart.id);
      var width = place.clientWidth;
      var before = echarts.getInstanceByDom(place);
      if (before) { before.dispose(); }
      place.style.height = echoscaleCharts.height(chart.option, width, false) + 'px';
      echarts.init(place, null, { renderer: 'svg' })
        .setOption(echoscaleCharts.fit(chart.option, width, dark.matches, false));
    });
    drawn = document.documentElement.clientWidth;
    document.documentElement.setAttribute('data-charts', charts.length + ' drawn');
  }

  draw();
  dark.addEventListener('change', draw);
  window.addEventListener('resize', function () {
    if (document.documentElement.clientWidth !== drawn) { draw(); }
  });
}());
