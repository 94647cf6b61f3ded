/* A button that asks the device where it is and tells the page, nobody else. Where the device
   cannot (no HTTPS, refused), the button says so; the address and the map always work. */
export default function ({ parentElement, data, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  const state = parentElement.querySelector("p");
  button.querySelector("span").textContent = data.label;
  state.textContent = "";
  if (!window.isSecureContext || !navigator.geolocation) return;
  button.hidden = false;
  button.onclick = () => {
    button.disabled = true;
    state.textContent = data.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        state.textContent = "";
        setTriggerValue("position", { lon: coords.longitude, lat: coords.latitude });
      },
      () => {
        button.disabled = false;
        state.textContent = data.refused;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  };
}
